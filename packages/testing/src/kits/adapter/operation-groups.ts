import type { CallOperation, OperationName } from '@tutti/model'

const ofTheirOwn: readonly OperationName[] = ['authorizeUrl', 'exchangeCode', 'subscribe']

/** Whether an operation is called once with an input and a context; signing in and listening have groups of their own. */
export const isCallOperation = (name: OperationName): name is CallOperation => !ofTheirOwn.includes(name)
