import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'

/** What a ticket is drawn for: a printer, or the screen of a telephone. */
export const papers = ['a4', 'phone'] as const
export type Paper = (typeof papers)[number]

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A deck of a coach with the seats of a booking, in cells of its layout. */
export interface SheetPlan {
  readonly title: string
  readonly length: number
  readonly width: number
  readonly items: readonly Box[]
  /** The label is that of a seat of the booking; null for the seats of others. */
  readonly seats: readonly (Box & { readonly label: string | null })[]
}

interface SheetStop {
  readonly name: string
  readonly time: string
}

interface SheetSeat {
  readonly place: string
  readonly who: string
  readonly price: string
}

/** A ticket on paper, in the words of its reader. */
export interface TicketSheet {
  readonly language: Language
  readonly paper: Paper
  readonly railway: string
  readonly accent: string
  readonly accentInk: string
  /** A PNG; null if the name stands for itself. */
  readonly logo: Uint8Array | null
  readonly title: string
  /** When it was bought, so that the same ticket is the same file. */
  readonly at: Instant
  readonly day: string
  readonly train: string
  readonly from: SheetStop
  readonly to: SheetStop
  readonly symbol: { readonly modules: number; readonly path: string; readonly says: string }
  readonly show: string
  readonly seats: readonly SheetSeat[]
  readonly plans: readonly SheetPlan[]
  readonly total: string
  readonly conditions: { readonly title: string; readonly lines: readonly string[] }
  /** Where the railway can be reached. */
  readonly foot: readonly string[]
  /** What is said if some letters are in no font that a sheet is drawn with. */
  readonly lettersMissing: string
}
