/**
 * Names that only the client's own modules call each other by: the
 * build gives them one or two letters, 3 % of the script. A name that the browser, the wire or the page's own scripts
 * know must not stand here; the build refuses those it can tell. A new name need not stand here.
 */
import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const names = `
  _close acknowledge adopts arrived Broken carried carriedBy channelClosed channelOpened channelRefused
  childrenWillChange confirmsClick confirmsSubmit connectionLost connectionMissed connectionOpened
  connectionRestored controlBound controlChanged cookieRenewed defers delegate diffArrived dirtyForms edits
  effectsArrived elementBlurred elementClicked enclose engineClosed engineOpened eventRefused failures
  focusMoved forgetRefusals forgetSent formPlace formReset formSubmitted
  hasSent holder isEdited isHidden isMarkup isOpen isServed isSound isSubmitting 
  isToldLater isUsed joinParams keyPressed leaveToPost listen LiveList makeConnection makeDom maker
  makeRoot Markup mayRecover mayReload nodesUpTo noticeShown optionsWillChange pageHidden pagePatched
  pageRestored pageResumed parseFragment patched portals problemArrived problemOver rangeBroke rawText refuse
  remembered renew renewToken repair reportBlockedStyles requestValues resendChange revision rootBroke
  rootOf seen settle SlotRange takeWaiting toolbox trail tryToConnect unlockAll unsee valuesArrived
  viewExited viewGaveUp viewJoined viewOf viewPatched viewProved willSubmitForm windowFocusMoved writeShared
  writeValues fewestMoves itemsThatStay listBound bindSole firstTemplate repairs bringIn takeOut writeDisturbed isWanted carryOver

  _hasPingExpired _maxPayload
`
  .trim()
  .split(/\s+/)

/** For esbuild's `mangleProps`. */
export const privateNames = new RegExp(`^(?:${names.join("|")})$`)

/**
 * Throws if a name means something outside of the client, or nothing any more.
 *
 * @param mangled esbuild's `mangleCache`: the names it has met.
 */
export function checkPrivateNames(root, mangled) {
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
  const stale = names.filter((name) => !(name in mangled))
  if (stale.length > 0) throw new Error(`scripts/private-names.mjs: nothing has these names: ${stale.join(", ")}`)
}
