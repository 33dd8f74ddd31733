export interface Picture {
  readonly commitSeq: number
}
