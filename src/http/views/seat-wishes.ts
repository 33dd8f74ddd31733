interface StepFree {
  readonly step_free?: boolean
}

/** Wishes for a seat in the words of the rules. */
export function wishesFromWire<W extends StepFree>(given: W) {
  const { step_free: stepFree, ...others } = given
  return stepFree === undefined ? others : { ...others, stepFree }
}
