import { readBrand } from '../cli/brand-files.ts'
import type { Config } from '../cli/config.ts'
import { type Brand, plainBrand } from '../domain/railway/brand.ts'
import type { Network } from '../domain/railway/network.ts'

/**
 * The look of pages, mails and tickets: the one of the settings; that of the demo, if its railway is there or
 * about to be loaded; else the plain one. Throws `WrongUse` if a file of the brand cannot be used.
 */
export async function brandOf(
  { brand, data, demo }: Config,
  network: Pick<Network, 'stations'>,
): Promise<Brand> {
  if (brand !== null) return readBrand(brand, data)
  const { demoBrand, isHalvora } = await import('../timetable/demo/demo-brand.ts')
  const willBeDemo = network.stations.size === 0 && demo === 'auto'
  return willBeDemo || isHalvora(network) ? demoBrand : plainBrand
}
