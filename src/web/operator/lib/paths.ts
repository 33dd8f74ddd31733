const part = encodeURIComponent

/** The addresses of the console. */
export const paths = {
  today: '/operator',
  day: (date: string) => `/operator?${new URLSearchParams({ date })}`,
  run: (runId: string) => `/operator/runs/${part(runId)}`,
  reports: '/operator/reports',
  people: '/operator/people',
  system: '/operator/system',
}
