import { kinds, newProposal, today } from "../../../../../example-express/shared/data/proposal-form.js"

const sent = {
  title: " Alphaville ",
  year: "1965",
  kind: "Drama",
  why: "The future, shot in the Paris of its day.",
  email: "anna@example.org",
  evenings: [{ day: "2999-03-12" }, { day: "" }, { day: "2999-03-05" }, { day: "2999-03-12" }],
  introduced: "true",
}

function problems(changed: object): readonly (readonly [path: string, message: string])[] {
  const { error } = newProposal.safeParse({ ...sent, ...changed })
  return (error?.issues ?? []).map(({ path, message }) => [path.join("."), message] as const)
}

describe("newProposal", () => {
  it("reads what the form sends: days in order, none twice, empty ones left out", () => {
    expect(newProposal.parse(sent)).toEqual({
      ...sent,
      title: "Alphaville",
      year: 1965,
      evenings: ["2999-03-05", "2999-03-12"],
      introduced: true,
    })
    expect(newProposal.parse({ ...sent, introduced: "false" }).introduced).toBe(false)
    expect(newProposal.parse({ ...sent, introduced: undefined }).introduced).toBe(false)
  })

  it.each([
    [{ title: " " }, ["title", "Enter the film's title."]],
    [{ year: "" }, ["year", "Enter four digits."]],
    [{ year: "1800" }, ["year", "The first film is of 1888."]],
    [{ kind: "Telenovela" }, ["kind", "Choose a kind."]],
    [{ why: "Because." }, ["why", "Use at least 20 characters."]],
    [{ email: "anna" }, ["email", "Enter an address such as anna@example.org."]],
    [{ evenings: [{ day: "" }] }, ["evenings", "Name at least one evening."]],
    [{ evenings: [{ day: "2999-02-30" }] }, ["evenings.0.day", "Enter a date."]],
    [{ evenings: [{ day: today() }, { day: "2001-01-01" }] }, ["evenings.1.day", "This day is over."]],
  ])("says of %j what is wrong, and where", (changed, problem) => {
    expect(problems(changed)).toEqual([problem])
  })

  it("says of an empty form what is wrong with its first field first", () => {
    expect(newProposal.safeParse({}).error?.issues.map(({ path }) => path[0])).toEqual([
      "title",
      "year",
      "kind",
      "why",
      "email",
      "evenings",
    ])
  })

  it("takes the kinds that the select offers", () => {
    const offered = kinds.flatMap(({ options }) => options)
    expect(offered.flatMap((kind) => problems({ kind }))).toEqual([])
  })
})
