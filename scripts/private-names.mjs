/**
 * Names that only the client's own modules call each other by: the
 * build gives them one or two letters, 3 % of the script. A name that the browser, the wire or the page's own scripts
 * know must not stand here; the build refuses those it can tell. A new name need not stand here.
 */
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const names = `
  _close acknowledge adopts allAnswered answered areAwaited arrived bindSole bringIn Broken builtIns carried carriedBy
  carryOver channelClosed channelOpened channelRefused childrenWillChange confirmsClick confirmsSubmit connectionLost
  connectionMissed connectionOpened connectionRestored connects controlBound controlChanged cookieRenewed defers
  delegate develops diffArrived diffDom dirtyForms edits effectsArrived elementBlurred elementClicked enclose
  engineClosed engineOpened eventFailed eventRefused failures fewestMoves firstTemplate focusMoved forgetRefusals
  forgetSent formPlace formReset formSubmitted hasSent holder isBound isDue isEdited isHidden isMarkup isOpen isSound
  isStarted isSubmitting isToldLater isUsed isWanted joinParams joinRequest keyPressed leaveToPost listBound listen
  LiveList makeConnection makeDom maker makeRoot Markup mayRecover mayReload missed missingTemplates nodesUpTo notices
  noticeShown optionsWillChange pageConnects pageHidden pagePatched pageRestored pageResumed parseFragment patched
  portals problemArrived problemOver rangeBroke rawText refuse remembered renew renewToken reopen repair repairs
  reportBlockedStyles requestValues resendChange revision rootBroke rootOf seen served settling showFailure
  showFocused showText SlotRange surrender surrendered takeOut takeWaiting templateArrived templateIds toolbox trail
  tryToConnect unlockAll unsee unsettled valuesArrived viewExited viewGaveUp viewJoined viewOf viewPatched viewProved
  willSubmitForm windowFocusMoved writeDisturbed writeShared writeValues

  _hasPingExpired _maxPayload
`
  .trim()
  .split(/\s+/)

/** For esbuild's `mangleProps`. */
export const privateNames = new RegExp(`^(?:${names.join("|")})$`)

/**
 * Throws if a name means something outside of the client, or nothing any more, or if a file exports it: who imports that
 * when it is needed asks for a property, which has another name by then.
 *
 * @param mangled esbuild's `mangleCache`: the names it has met.
 * @param exported What files export: who imports a part lazily asks for it by that name, which stays as it is.
 */
export function checkPrivateNames(root, mangled, exported) {
  const compiler = createRequire(import.meta.url).resolve("typescript/package.json")
  const platform = createRequire(compiler).resolve(
    `@typescript/typescript-${process.platform}-${process.arch}/package.json`,
  )
  const libraries = join(dirname(platform), "lib")
  const outside = new Set()
  for (const [folder, files] of [
    [libraries, /^lib\..*\.d\.ts$/],
    [join(root, "src", "protocol"), /\.ts$/],
  ]) {
    for (const file of readdirSync(folder).filter((name) => files.test(name))) {
      for (const word of readFileSync(join(folder, file), "utf8").match(/[\w$]+/g)) outside.add(word)
    }
  }
  const known = names.filter((name) => outside.has(name))
  if (known.length > 0) throw new Error(`scripts/private-names.mjs: not the client's alone: ${known.join(", ")}`)
  const shared = names.filter((name) => exported.includes(name))
  if (shared.length > 0) throw new Error(`scripts/private-names.mjs: exported by a part: ${shared.join(", ")}`)
  const stale = names.filter((name) => !(name in mangled))
  if (stale.length > 0) throw new Error(`scripts/private-names.mjs: nothing has these names: ${stale.join(", ")}`)
}
