import { takeOrders } from '../side-thread-orders.ts'
import { judgeHere } from './guessable.ts'

// Says whether passwords are easily guessed.
takeOrders(judgeHere)
