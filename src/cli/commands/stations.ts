import type { Command } from 'commander'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { table } from '../output.ts'
import { listStations } from '../stations.ts'
import type { Tools } from '../tools.ts'

export function addStations(program: Command, tools: Tools): void {
  addSettings(program.command('stations'))
    .description('List stations and their codes.')
    .argument('[name]', 'part of the name; omit it to list all stations', '')
    .addHelpText('after', examples('holdfast stations', 'holdfast stations ber --json'))
    .action(async (name: string, options: Options) => {
      const context = createContext(tools, options)
      const stations = await withOperations(context, 'refuse', (operations) => listStations(operations, name))
      context.output.result({ stations }, () =>
        stations.length === 0
          ? 'No station.'
          : table(
              ['code', 'name', 'near'],
              stations.map((station) => [station.station_code, station.name, station.near?.name ?? '']),
            ),
      )
    })
}
