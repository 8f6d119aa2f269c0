/**
 * The proposals of the film club: members propose films for the next season and vote for those of others. The form stands
 * in a dialog, or in the page itself where no script runs; the archive answers when it is ready.
 */

import { randomUUID } from "node:crypto"
import {
  type AsyncResult,
  asyncResult,
  event,
  type Form,
  type Issue,
  type LiveView,
  liveView,
  type Params,
  type Socket,
  toForm,
  topic,
} from "livemount"
import { z } from "zod"
import type { Archive, SimilarFilm } from "../data/archive.js"
import { Drafts } from "../data/drafts.js"
import { kinds, MOST_EVENINGS, newProposal, today } from "../data/proposal-form.js"
import type { Proposal, Proposals } from "../data/proposals.js"
import type {} from "../session.js"

/** What the pages tell each other. `tab` is the page where it happened: it knows already. */
export type ProposalNews =
  | { readonly type: "voted"; readonly tab: string }
  | { readonly type: "proposed" | "withdrawn"; readonly tab: string; readonly title: string }

/** Votes, and proposals that come and go. */
export const proposalNews = topic<ProposalNews>("proposals")

/** Tells all open pages. */
export type PublishProposals = (news: ProposalNews) => void

/** What the form was last seen with. */
interface Sent {
  readonly params: Params
  readonly issues?: readonly Issue[]
}

interface Draft extends Sent {
  /** It was opened without the script, and stays where it is when the script comes. */
  readonly isInPage: boolean
}

interface ProposalsAssigns {
  readonly page: string
  readonly tab: string
  readonly member: string
  readonly kinds: typeof kinds
  connected: boolean
  proposals: readonly Proposal[]
  /** The proposal that was added last in this page. */
  added: number | null
  /** Null while nothing is being proposed. */
  draft: Draft | null
  form: Form<typeof newProposal> | null
  /** Whether another evening can be added. */
  takesEvenings: boolean
  today: string
  archive: AsyncResult<readonly SimilarFilm[]>
  isReachable: boolean
  notice: string
}

type ProposalsSocket = Socket<ProposalsAssigns, ProposalNews>

const choice = z.object({ id: z.coerce.number().int() })

/** Without the script nothing can be added to the form, so it has room from the start. */
const EVENINGS_WITHOUT_SCRIPT = 3

/** Makes the view on the application's proposals. */
export function proposalsView(
  proposals: Proposals,
  archive: Archive,
  publish: PublishProposals,
): LiveView<ProposalNews> {
  const drafts = new Drafts<Draft>()

  /** Shows the form with what it was last seen with; null closes it. */
  const write = (socket: ProposalsSocket, sent: Sent | null): void => {
    const { page, draft: last } = socket.assigns
    const draft = sent && { ...sent, isInPage: last?.isInPage ?? !socket.connected }
    drafts.keep(page, draft)
    socket.assign(formOf(draft))
  }

  const changeEvenings = (socket: ProposalsSocket, change: (evenings: readonly unknown[]) => unknown[]): void => {
    const { draft } = socket.assigns
    if (draft === null) return
    const { evenings } = draft.params
    write(socket, { ...draft, params: { ...draft.params, evenings: change(Array.isArray(evenings) ? evenings : []) } })
  }

  const search = (socket: ProposalsSocket): void => {
    const { isReachable } = socket.assigns
    socket.assignAsync("archive", (signal) => archive.search({ proposals: proposals.ranking, isReachable, signal }))
  }

  /** There are other films in the list: for them the archive is asked anew. */
  const showFilms = (socket: ProposalsSocket, notice: string): void => {
    socket.assign({ proposals: proposals.ranking, notice })
    socket.title(titleOf(proposals))
    search(socket)
  }

  return liveView<ProposalsAssigns, ProposalNews>({
    name: "proposals",
    template: "proposals.njk",

    mount(_params, session, socket) {
      socket.subscribe(proposalNews)
      socket.title(titleOf(proposals))
      const page = session.page ?? randomUUID()
      return {
        ...formOf(drafts.of(page)),
        page,
        tab: randomUUID(),
        member: session.member ?? randomUUID(),
        connected: socket.connected,
        proposals: proposals.ranking,
        added: null,
        kinds,
        today: today(),
        archive: asyncResult((signal) => archive.search({ proposals: proposals.ranking, isReachable: true, signal })),
        isReachable: true,
        notice: "",
      }
    },

    events: {
      vote: event(choice, ({ id }, socket) => {
        const { tab, member } = socket.assigns
        const voted = proposals.vote(id, member)
        socket.assign({ proposals: proposals.ranking, notice: voted ? "" : "That film was withdrawn." })
        if (voted !== undefined) publish({ type: "voted", tab })
      }),

      withdraw: event(choice, ({ id }, socket) => {
        const { tab, member } = socket.assigns
        const withdrawn = proposals.withdraw(id, member)
        if (withdrawn === undefined) return
        showFilms(socket, `“${withdrawn.title}” is withdrawn.`)
        publish({ type: "withdrawn", tab, title: withdrawn.title })
      }),

      propose(_params, socket) {
        const evenings = Array.from({ length: socket.connected ? 1 : EVENINGS_WITHOUT_SCRIPT }, () => ({}))
        write(socket, { params: { evenings } })
        socket.assign({ notice: "" })
      },

      close(_params, socket) {
        write(socket, null)
      },

      check(params, socket) {
        // What was typed last may come after the form was closed.
        if (socket.assigns.draft === null) return
        const { error } = newProposal.safeParse(params)
        write(socket, { params, issues: error?.issues ?? [] })
      },

      addEvening(_params, socket) {
        changeEvenings(socket, (evenings) => [...evenings, {}].slice(0, MOST_EVENINGS))
      },

      removeEvening: event(z.object({ name: z.string() }), ({ name }, socket) => {
        const forms = socket.assigns.form?.evenings.forms ?? []
        changeEvenings(socket, (evenings) => evenings.filter((_, index) => forms[index]?.$name !== name))
      }),

      save: event(
        newProposal,
        ({ email, evenings, ...film }, socket) => {
          const refuse = (message: string, path: readonly string[] = []): void => {
            const params = { ...film, email, evenings: evenings.map((day) => ({ day })) }
            write(socket, { params, issues: [{ message, path }] })
          }
          if (proposals.has(film)) return refuse("This film is proposed already: vote for it.", ["title"])
          if (proposals.isFull) return refuse("The list is full. Vote for the films that are in it.")
          const { tab, member } = socket.assigns
          const { id, title } = proposals.propose(member, { ...film, evenings })
          write(socket, null)
          socket.assign({ added: id })
          showFilms(socket, `“${title}” is proposed. Your vote is counted.`)
          publish({ type: "proposed", tab, title })
        },
        (issues, params, socket) => {
          write(socket, { params, issues })
          // The ids of fields are the paths of their issues.
          socket.pushEvent("focus", { id: ["proposal", ...(issues[0]?.path ?? [])].join("_") })
        },
      ),

      search(_params, socket) {
        search(socket)
      },

      unplug(_params, socket) {
        socket.update("isReachable", (isReachable) => !isReachable)
        search(socket)
      },
    },

    handleInfo(news, socket) {
      if (news.tab === socket.assigns.tab) return
      if (news.type === "voted") socket.assign({ proposals: proposals.ranking })
      else showFilms(socket, `“${news.title}” was ${news.type}.`)
    },
  })
}

/** Stands in the browser's tab. */
function titleOf({ ranking }: Proposals): string {
  return `Proposals (${ranking.length})`
}

/** The form for what was sent. */
function formOf(draft: Draft | null): Pick<ProposalsAssigns, "draft" | "form" | "takesEvenings"> {
  if (draft === null) return { draft, form: null, takesEvenings: false }
  const form = toForm(newProposal, draft.params, draft.issues, { id: "proposal" })
  return { draft, form, takesEvenings: form.evenings.forms.length < MOST_EVENINGS }
}
