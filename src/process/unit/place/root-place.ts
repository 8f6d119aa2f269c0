/**
 * Where in the app a root stands: the URL of its page, and which route of its view that is. A patch moves it: along its own
 * path by the view's own decision, anywhere else by a ticket.
 */

import type { PageToken, RouteClaim, Vouched } from "../../../security/page-token.js"
import type { Params } from "../../../view/socket.js"

/** A URL that the view goes to by its own decision. */
export interface NextPlace {
  /** As the address bar is to show it. */
  readonly href: string
  /** The history's entry is replaced. */
  readonly replace: boolean
  /** What the page's token says there. */
  readonly vouched: Vouched
  /** It is not along the page's own path: guards are asked. */
  readonly isElsewhere: boolean
}

export class RootPlace {
  /** It is the root of its page: the page's URL is its own. An island stands in a page that has another root, or none. */
  readonly isPageRoot: boolean
  #next: NextPlace | undefined
  #awaited: string | undefined
  /** The page has been loaded for this URL; no patch has been told of yet, and none gets an entry of its own. */
  #isArriving = true
  /** Where it was rendered first; by now its token says where it is, if it has one. */
  readonly #url: string
  readonly #action: string | undefined
  #vouched: Vouched | undefined
  /** What of the token is about the URL may have so many characters. */
  #longest = 0

  /** @param route - Undefined: it is an island. */
  constructor(url: string, route: RouteClaim | undefined) {
    this.isPageRoot = route !== undefined
    this.#url = url
    this.#action = route?.action
  }

  /**
   * That of a root by the token of its page. The root is patched, so what the token says is kept.
   *
   * @param spare - Characters that the token of a patch may have more, or its page could not be joined any more.
   */
  static movable(vouched: Vouched, spare: number): RootPlace {
    const place = new RootPlace(vouched.token.url, vouched.token.route)
    place.vouchedBy(vouched, spare)
    return place
  }

  /** The page has brought its token. Until then a view that is live already has nobody who vouches for another URL. */
  vouchedBy(vouched: Vouched, spare: number): void {
    this.#vouched = kept(vouched)
    this.#longest = lengthOf(vouched.token) + spare
  }

  /** Where the view goes as soon as its callback is done. */
  get next(): NextPlace | undefined {
    return this.#next
  }

  /** Where the view wants to go when its client brings a ticket for it: path and query. */
  get awaited(): string | undefined {
    return this.#awaited
  }

  /** Whether what is gone to takes the place of the entry that the page has: as with a redirect of HTTP, one cannot go back to what only led here. */
  replaces(isAsked: boolean): boolean {
    return isAsked || this.#isArriving
  }

  /** The view goes to another URL by its own decision, and no longer to where it had wanted to. */
  goTo(next: NextPlace): void {
    this.#next = next
    this.#awaited = undefined
  }

  /** The view wants to go where only the host can let it go, and no longer to where it had wanted to. */
  waitFor(url: string): void {
    this.#next = undefined
    this.#awaited = url
  }

  /** Its page wants to see one of the view's own routes. What the view has asked a ticket for may come all the same. */
  lead(next: NextPlace): void {
    this.#next = next
  }

  /** Where the view goes now. It is not asked a second time. */
  takeNext(): NextPlace | undefined {
    const next = this.#next
    this.#next = undefined
    return next
  }

  /** The page knows where it was led when it was loaded: from now on a patch gets an entry of its own. */
  settle(): void {
    this.#isArriving = false
  }

  /** Path and query of the page, as the browser shows them. */
  get url(): string {
    return this.#vouched?.token.url ?? this.#url
  }

  /** The option `action` of the page's route. */
  get action(): string | undefined {
    return this.#vouched === undefined ? this.#action : this.#vouched.token.route?.action
  }

  /** What the page's token says now; undefined: of a root that is not patched. */
  get vouched(): Vouched | undefined {
    return this.#vouched
  }

  /** What a view is mounted with here; undefined: with what it was mounted with first. */
  get said(): Pick<PageToken, "params" | "session"> | undefined {
    if (this.#vouched === undefined) return undefined
    const { params, session } = this.#vouched.token
    return { params, session }
  }

  /** Where livemount is mounted, as the browser sees it; undefined: the view goes nowhere else by itself. */
  get base(): string | undefined {
    return this.#vouched?.token.route?.base
  }

  /** Those of the path, which stay along it. */
  get pathParams(): Params {
    const { params, route } = this.#vouched?.token ?? {}
    return Object.fromEntries((route?.names ?? []).map((name) => [name, params?.[name]]))
  }

  /** What the page's token says at a URL that needs no ticket. Undefined: of a root that is not patched. */
  at(url: string, params: Params, route: RouteClaim | undefined = this.#vouched?.token.route): Vouched | undefined {
    return this.#vouched && { ...this.#vouched, token: { ...this.#vouched.token, url, params, route } }
  }

  /** False: a page with this token could not be joined any more. */
  hasRoomFor({ token }: Vouched): boolean {
    return lengthOf(token) <= this.#longest
  }

  /** The page has fetched a token anew, of the same user and session. */
  renewed({ issuedAt, maxAge }: Vouched): void {
    const known = this.#vouched
    if (known !== undefined && issuedAt > known.issuedAt) this.#vouched = { token: known.token, issuedAt, maxAge }
  }

  /**
   * True for a ticket of somebody else, or one whose session is older than that in use. One with the same session is as good
   * as a new one.
   */
  isOutdated({ token, issuedAt }: Vouched): boolean {
    const known = this.#vouched
    if (known === undefined || token.identify !== known.token.identify) return true
    return issuedAt < known.issuedAt && JSON.stringify(token.session) !== JSON.stringify(known.token.session)
  }

  /** Goes to another URL. Returns the way back, for who may not be there. */
  arrive(vouched: Vouched): () => void {
    const known = this.#vouched
    this.#awaited = undefined
    this.#vouched = kept(vouched, known)
    return () => {
      this.#vouched = known
    }
  }
}

/** What the first join alone is in need of is left out. The session in use stays as new as it is known to be. */
function kept({ token, issuedAt, maxAge }: Vouched, known?: Vouched): Vouched {
  const newest = Math.max(issuedAt, known?.issuedAt ?? 0)
  return { token: { ...token, digests: "", flash: undefined, parked: undefined }, issuedAt: newest, maxAge }
}

/** Characters of the signed token that are about its URL. Four stand for three bytes. */
function lengthOf({ url, params }: PageToken): number {
  return Math.ceil((Buffer.byteLength(JSON.stringify([url, params])) * 4) / 3)
}

/** Of a process that nobody has said a page of. */
export const NO_PLACE: RootPlace = new RootPlace("/", undefined)
