/**
 * Measures subjects in turn, so that whatever else the machine does affects all of them. Returns what each
 * gave, one value for a round.
 */
export async function inTurns<T>(
  names: readonly string[],
  rounds: number,
  measure: (name: string, round: number) => Promise<T>,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const found = new Map<string, T[]>(names.map((name) => [name, []]))
  for (let round = 1; round <= rounds; round++)
    for (const name of names) found.get(name)?.push(await measure(name, round))
  return found
}
