/** The name of a travel class. An operator's own class is shown by its name, as words. */
export function className(
  { classes }: { readonly classes: Readonly<Record<string, string>> },
  travelClass: string,
): string {
  const known = classes[travelClass]
  if (known) return known
  const words = travelClass.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
