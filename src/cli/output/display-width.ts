const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u
/** Katakana and Hangul that are made to fit one column. */
const halfWidth = /^[\uff61-\uffdc]/
const nothing = /^[\p{Mn}\p{Me}\p{Cf}]*$/u
const plain = /^[\x20-\x7e]*$/
const graphemes = new Intl.Segmenter('en')

/** How many columns of a terminal a text takes: two for what East Asian scripts and emoji need. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += widthOf(segment)
  return width
}

/** The text, or as much of its beginning as takes `width` columns with a `…` behind it. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let taken = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    taken += widthOf(segment)
    if (taken > width - 1) break
    end = index + segment.length
  }
  return `${text.slice(0, end)}…`
}

/** The text with blanks up to `width` columns, behind it unless it is to be at the right. */
export function padToWidth(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'left' ? text + blanks : blanks + text
}

function widthOf(grapheme: string): number {
  if (nothing.test(grapheme)) return 0
  return wide.test(grapheme) && !halfWidth.test(grapheme) ? 2 : 1
}
