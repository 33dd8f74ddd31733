import { carriesPassenger, type SeatKind } from '../../../domain/railway/consist.ts'

/** Whether a passenger travels on the place. The wire has an open list of kinds. */
export function hasPassenger({ kind }: { readonly kind: string }): boolean {
  return carriesPassenger({ kind: kind as SeatKind })
}
