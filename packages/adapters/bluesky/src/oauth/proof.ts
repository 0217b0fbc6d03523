// By name: a dynamic import of the kit itself would keep all of it in a bundle.
export { dpopAuthorization } from '@tutti/adapter-kit'
