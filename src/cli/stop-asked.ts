/**
 * Waits until this process must stop: after a signal, or when the process that started it with a channel
 * ends.
 */
export function stopAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
    if (process.channel) process.on('disconnect', () => resolve('disconnect'))
  })
}
