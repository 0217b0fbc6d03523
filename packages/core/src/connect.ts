export { type Connection, type ConnectOptions, connect } from './client/connect.ts'
