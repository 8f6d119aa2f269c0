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
  type LiveView,
  liveView,
  type Socket,
  toForm,
  topic,
} from "livemount"
import { z } from "zod"
import type { Archive, SimilarFilm } from "../data/archive.js"
import type { AskedHouse } from "../data/ask.js"
import {
  kinds,
  MOST_EVENINGS,
  newProposal,
  type ProposalDraft,
  type SentProposal,
  today,
} from "../data/proposal-form.js"
import type { Proposal } from "../data/proposals.js"
import type {} from "../session.js"

/** What the pages tell each other. `tab` is the page where it happened: it knows already. */
export type ProposalNews =
  | { readonly type: "voted"; readonly tab: string }
  | { readonly type: "proposed" | "withdrawn"; readonly tab: string; readonly title: string }

/** Votes, and proposals that come and go. */
export const proposalNews = topic<ProposalNews>("proposals")

/** Tells all open pages. */
export type PublishProposals = (news: ProposalNews) => void

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
  draft: ProposalDraft | null
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
  { proposals, drafts }: Pick<AskedHouse, "proposals" | "drafts">,
  archive: Archive,
  publish: PublishProposals,
): LiveView<ProposalNews> {
  /** Shows the form with what it was last seen with; null closes it. */
  const write = async (socket: ProposalsSocket, sent: SentProposal | null): Promise<void> => {
    const { page, draft: last } = socket.assigns
    const draft = sent && { ...sent, isInPage: last?.isInPage ?? !socket.connected }
    await drafts.keep(page, draft)
    socket.assign(formOf(draft))
  }

  const changeEvenings = async (
    socket: ProposalsSocket,
    change: (evenings: readonly unknown[]) => unknown[],
  ): Promise<void> => {
    const { draft } = socket.assigns
    if (draft === null) return
    const { evenings } = draft.params
    const changed = change(Array.isArray(evenings) ? evenings : [])
    await write(socket, { ...draft, params: { ...draft.params, evenings: changed } })
  }

  const search = (socket: ProposalsSocket): void => {
    const { isReachable } = socket.assigns
    socket.assignAsync("archive", async (signal) => {
      return archive.search({ proposals: await proposals.ranking(), isReachable, signal })
    })
  }

  /** There are other films in the list: for them the archive is asked anew. */
  const showFilms = async (socket: ProposalsSocket, notice: string): Promise<void> => {
    const ranking = await proposals.ranking()
    socket.assign({ proposals: ranking, notice })
    socket.title(titleOf(ranking))
    search(socket)
  }

  return liveView<ProposalsAssigns, ProposalNews>({
    name: "proposals",
    template: "proposals.njk",

    async mount(_params, session, socket) {
      socket.subscribe(proposalNews)
      const page = session.page ?? randomUUID()
      const [ranking, draft] = await Promise.all([proposals.ranking(), drafts.of(page)])
      socket.title(titleOf(ranking))
      return {
        ...formOf(draft),
        page,
        tab: randomUUID(),
        member: session.member ?? randomUUID(),
        connected: socket.connected,
        proposals: ranking,
        added: null,
        kinds,
        today: today(),
        archive: asyncResult((signal) => archive.search({ proposals: ranking, isReachable: true, signal })),
        isReachable: true,
        notice: "",
      }
    },

    events: {
      vote: event(choice, async ({ id }, socket) => {
        const { tab, member } = socket.assigns
        const voted = await proposals.vote(id, member)
        socket.assign({ proposals: await proposals.ranking(), notice: voted ? "" : "That film was withdrawn." })
        if (voted !== undefined) publish({ type: "voted", tab })
      }),

      withdraw: event(choice, async ({ id }, socket) => {
        const { tab, member } = socket.assigns
        const withdrawn = await proposals.withdraw(id, member)
        if (withdrawn === undefined) return
        await showFilms(socket, `“${withdrawn.title}” is withdrawn.`)
        publish({ type: "withdrawn", tab, title: withdrawn.title })
      }),

      async propose(_params, socket) {
        const evenings = Array.from({ length: socket.connected ? 1 : EVENINGS_WITHOUT_SCRIPT }, () => ({}))
        await write(socket, { params: { evenings } })
        socket.assign({ notice: "" })
      },

      async close(_params, socket) {
        await write(socket, null)
      },

      async check(params, socket) {
        // What was typed last may come after the form was closed.
        if (socket.assigns.draft === null) return
        const { error } = newProposal.safeParse(params)
        await write(socket, { params, issues: error?.issues ?? [] })
      },

      async addEvening(_params, socket) {
        await changeEvenings(socket, (evenings) => [...evenings, {}].slice(0, MOST_EVENINGS))
      },

      removeEvening: event(z.object({ name: z.string() }), async ({ name }, socket) => {
        const forms = socket.assigns.form?.evenings.forms ?? []
        await changeEvenings(socket, (evenings) => evenings.filter((_, index) => forms[index]?.$name !== name))
      }),

      save: event(
        newProposal,
        async ({ email, evenings, ...film }, socket) => {
          const refuse = (message: string, path: readonly string[] = []): Promise<void> => {
            const params = { ...film, email, evenings: evenings.map((day) => ({ day })) }
            return write(socket, { params, issues: [{ message, path }] })
          }
          if (await proposals.has(film)) return refuse("This film is proposed already: vote for it.", ["title"])
          if (await proposals.isFull()) return refuse("The list is full. Vote for the films that are in it.")
          const { tab, member } = socket.assigns
          const { id, title } = await proposals.propose(member, { ...film, evenings })
          await write(socket, null)
          socket.assign({ added: id })
          await showFilms(socket, `“${title}” is proposed. Your vote is counted.`)
          publish({ type: "proposed", tab, title })
        },
        async (issues, params, socket) => {
          await write(socket, { params, issues })
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

    async handleInfo(news, socket) {
      if (news.tab === socket.assigns.tab) return
      if (news.type === "voted") socket.assign({ proposals: await proposals.ranking() })
      else await showFilms(socket, `“${news.title}” was ${news.type}.`)
    },
  })
}

/** Stands in the browser's tab. */
function titleOf(ranking: readonly Proposal[]): string {
  return `Proposals (${ranking.length})`
}

/** The form for what was sent. */
function formOf(draft: ProposalDraft | null): Pick<ProposalsAssigns, "draft" | "form" | "takesEvenings"> {
  if (draft === null) return { draft, form: null, takesEvenings: false }
  const form = toForm(newProposal, draft.params, draft.issues, { id: "proposal" })
  return { draft, form, takesEvenings: form.evenings.forms.length < MOST_EVENINGS }
}
