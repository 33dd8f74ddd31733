/** Waits until somebody asks this process to stop: by signal, or by the end of the process that started it with a channel. */
export function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
    if (process.channel) process.on('disconnect', () => resolve('disconnect'))
  })
}
