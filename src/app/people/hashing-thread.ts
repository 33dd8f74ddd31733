import { argon2Sync } from 'node:crypto'
import { takeOrders } from '../side-thread-orders.ts'
import type { Argon2Parameters } from './hashing.ts'

// Hashes passwords.
takeOrders((parameters: Argon2Parameters) => argon2Sync('argon2id', parameters))
