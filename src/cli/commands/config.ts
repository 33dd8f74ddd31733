import type { Command } from 'commander'
import { fileName, settingNames, withoutPassword } from '../config.ts'
import { addSettings, createContext, type Options } from '../context.ts'
import { examples } from '../examples.ts'
import { table } from '../output.ts'
import { type SettingName, secretSettings, settings } from '../settings.ts'
import type { Tools } from '../tools.ts'

export function addConfig(program: Command, tools: Tools): void {
  addSettings(program.command('config'), settingNames)
    .description('Print every setting in effect, and where its value comes from.')
    .addHelpText('after', examples('holdfast config', 'PORT=9000 holdfast config --json'))
    .action((options: Options) => {
      const { output, configuration } = createContext(tools, options)
      const rows = settingNames.map((name) => {
        const value = configuration.config[name]
        return {
          name: fileName(name),
          variable: settings[name].variable,
          value: show(name, value),
          origin: configuration.origins[name],
        }
      })
      output.result({ settings: rows }, () =>
        table(
          ['setting', 'variable', 'value', 'from'],
          rows.map(({ name, variable, value, origin }) => [name, variable, String(value ?? 'unset'), origin]),
        ),
      )
    })
}

function show(name: SettingName, value: string | number | null): string | number | null {
  if (value === null || typeof value === 'number') return value
  return secretSettings.has(name) ? '***' : withoutPassword(value)
}
