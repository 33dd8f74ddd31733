/** Whether the server offers the outcomes of the mock payment service to choose from. */
export function isDemo(): boolean {
  return document.querySelector('meta[name="holdfast-demo"]')?.getAttribute('content') === 'on'
}
