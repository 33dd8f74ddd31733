/** Words whose American form is the one of this project, as the beginnings or wholes of words. */
const british = new RegExp(
  `\\b(${[
    'towards',
    'afterwards',
    'backwards',
    'upwards',
    'colour\\w*',
    'behaviour\\w*',
    'neighbour\\w*',
    'favour\\w*',
    'metres?',
    'whilst',
    'travell\\w+',
    'cancelling',
    'label(?:led|ling)',
    'modell\\w+',
    '(?:recogn|organ|normal|serial|optim|summar|initial)is(?:e|es|ed|ing|ation)',
    'fulfil',
    'catalogue',
    'programme',
  ].join('|')})\\b`,
  'gi',
)

/** A sentence for each word of a text in British spelling. Names within identifiers do not count. */
export function britishSpellings(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(british)].map(([word]) => `${path}:${index + 1} spells ${word} in the British way`),
    )
}
