// The advisory locks of a database. They end with the transaction that took them, on any pooler, and
// stand in nobody's way who does not know them, such as the server's own vacuum.

/**
 * Taken by the one process that brings the schema up to date. Any number that nobody else locks will do:
 * this one is "holdfast" in ASCII, cut to 31 bits, and the others follow it.
 */
export const migrationLock = 0x686f6c64

/** Taken by the one importer whose turn it is. */
export const importTurn = migrationLock + 1

/**
 * Shared by each commit that gives a run its first claim, and taken alone by an import that takes effect:
 * what it removes or changes has no claim.
 */
export const timetableGate = migrationLock + 2

/** Shared by every node for as long as it listens to the others. */
export const nodePresence = migrationLock + 3

/** Shared by each node that reads ahead what an import has prepared; the importer waits until none does. */
export const readingAhead = migrationLock + 4

/**
 * Taken by the one node that sells runs that other nodes sell, too. Each gets all of their heads at once
 * then, instead of waiting for one after the other.
 */
export const sellingTurn = migrationLock + 5
/** Whoever has the turn for longer than this is probably stuck, and the others do without it. */
export const turnTimeout = '500ms'
