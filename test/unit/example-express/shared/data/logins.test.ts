import { Logins, MOST_LOGINS } from "../../../../../example-express/shared/data/logins.js"
import { Members, MOST_TICKETS } from "../../../../../example-express/shared/data/members.js"

describe("Logins", () => {
  it("know a member by the secret and by the id of a log-in, until it is over", () => {
    const logins = new Logins(new Members())
    const secret = logins.enter("ADA", "popcorn") as string
    const login = logins.of(secret)
    expect(login?.member).toBe("ada")
    expect(login?.id).not.toBe(secret)
    expect(logins.memberOf(login?.id ?? "")?.name).toBe("Ada")
    expect(logins.memberOf(secret)).toBeUndefined()
    logins.leave(login?.id ?? "")
    expect([logins.of(secret), logins.memberOf(login?.id ?? "")]).toEqual([undefined, undefined])
  })

  it("let nobody in by another password or name, and keep the newest", () => {
    const logins = new Logins(new Members())
    expect([logins.enter("Ada", "Popcorn"), logins.enter("Zoe", "popcorn")]).toEqual([undefined, undefined])
    const first = logins.enter("Ben", "popcorn") as string
    for (let i = 0; i < MOST_LOGINS; i++) logins.enter("Ada", "popcorn")
    expect(logins.of(first)).toBeUndefined()
  })
})

describe("Members", () => {
  it("have tickets, the newest first and no more than some", () => {
    const members = new Members()
    for (let i = 0; i <= MOST_TICKETS; i++) members.give("ben", { title: `Film ${i}`, day: "Friday" })
    expect(members.of("ben")?.tickets).toHaveLength(MOST_TICKETS)
    expect(members.of("ben")?.tickets[0]).toEqual({
      number: MOST_TICKETS + 1,
      title: `Film ${MOST_TICKETS}`,
      day: "Friday",
    })
    expect([members.give("zoe", { title: "", day: "" }), members.like("zoe", "")]).toEqual([undefined, undefined])
    expect(members.like("ben", "Playtime")?.favourite).toBe("Playtime")
  })
})
