import { join } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options, prepareDataFolder } from '../context.ts'
import { examples } from '../examples.ts'
import type { SettingName } from '../settings.ts'
import { stopAsked } from '../stop-asked.ts'
import { mockLedgerFileName, type Tools } from '../tools.ts'

/** The service accepts no other settings: users would expect a flag such as `--port` to have an effect. */
const settingsOfTheService: readonly SettingName[] = [
  'data',
  'host',
  'mockPort',
  'mockFailRate',
  'mockTimeoutRate',
  'mockDelayMs',
  'mockSeed',
  'mockWebhookUrl',
]

export function addMockPayments(program: Command, tools: Tools): void {
  addSettings(program.command('mock-payments'), settingsOfTheService)
    .description('Run the mock payment service as a separate process, on MOCK_PORT.')
    .addHelpText(
      'after',
      examples(
        'MOCK_PORT=9090 holdfast mock-payments --data ./mock',
        'PAYMENTS_URL=http://127.0.0.1:9090 holdfast serve',
        'MOCK_FAIL_RATE=0.3 holdfast mock-payments',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const secrets = prepareDataFolder(context)
      const file = join(context.dataFolder, mockLedgerFileName)
      const service = await tools.startMockPayments(context.config, file, secrets)
      context.output.result({ url: service.url }, () => `The mock payment service is ready on ${service.url}`)
      await stopAsked()
      await service.stop()
    })
}
