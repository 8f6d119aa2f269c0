/**
 * Whether the app wants each change of the page shown by a View Transition. It says so as the web does for pages that are loaded: by
 * `@view-transition { navigation: auto }` in one of its style sheets.
 */
import { styleSheetsOfPage } from "../../dom/nodes/members.js"

/** One such rule, and the media that it is for, all of them. */
interface Said {
  readonly isWanted: boolean
  readonly media: readonly MediaList[]
}

/** What each sheet says, once it has been read. */
const read = new WeakMap<CSSStyleSheet, readonly Said[]>()

/** True if the last rule that applies says so. A sheet is read the first time only. */
export function wantsTransitions(): boolean {
  let isWanted = false
  for (const sheet of styleSheetsOfPage()) {
    let all = read.get(sheet)
    if (all === undefined) read.set(sheet, (all = collect(sheet, [sheet.media])))
    if (sheet.disabled) continue
    for (const { media, isWanted: isSaid } of all) {
      if (media.every(({ mediaText }) => matchMedia(mediaText).matches)) isWanted = isSaid
    }
  }
  return isWanted
}

function collect(holder: CSSStyleSheet | CSSGroupingRule, media: readonly MediaList[], said: Said[] = []): Said[] {
  for (const rule of rulesOf(holder)) {
    // Nearly all are.
    if (rule instanceof CSSStyleRule) continue
    if ("navigation" in rule) said.push({ isWanted: rule.navigation === "auto", media })
    else if (rule instanceof CSSMediaRule) collect(rule, [...media, rule.media], said)
    else if (rule instanceof CSSImportRule && rule.styleSheet) collect(rule.styleSheet, [...media, rule.media], said)
    else if (rule instanceof CSSLayerBlockRule || isSupported(rule)) collect(rule, media, said)
  }
  return said
}

function isSupported(rule: CSSRule): rule is CSSSupportsRule {
  return rule instanceof CSSSupportsRule && CSS.supports(rule.conditionText)
}

/** None of a sheet of another origin, which is not for scripts to read. */
function rulesOf(holder: CSSStyleSheet | CSSGroupingRule): Iterable<CSSRule> {
  try {
    return holder.cssRules
  } catch {
    return []
  }
}
