/** Mean radius of the Earth (IUGG). */
const earthMeters = 6_371_008.8

export interface Coordinates {
  readonly latitude: number | null
  readonly longitude: number | null
}

/** Meters along the great circle; undefined if a coordinate is unknown. */
export function greatCircleMeters(a: Coordinates, b: Coordinates): number | undefined {
  if (a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null)
    return undefined
  const toRadians = Math.PI / 180
  const latitudeSine = Math.sin(((b.latitude - a.latitude) * toRadians) / 2)
  const longitudeSine = Math.sin(((b.longitude - a.longitude) * toRadians) / 2)
  const cosines = Math.cos(a.latitude * toRadians) * Math.cos(b.latitude * toRadians)
  const haversine = latitudeSine ** 2 + cosines * longitudeSine ** 2
  return 2 * earthMeters * Math.asin(Math.min(1, Math.sqrt(haversine)))
}
