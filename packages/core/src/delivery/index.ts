export { createDelivery } from './create-delivery.ts'
