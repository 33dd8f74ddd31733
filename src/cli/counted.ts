/** A number with its noun in the right form: `1 run`, `2 runs`, `0 entries`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
