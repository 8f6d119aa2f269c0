import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"
import { memberOf, welcome } from "../../../../example-express/shared/member.js"

function visit(cookie?: string): { member: string; set: unknown } {
  const request = new IncomingMessage(new Socket())
  if (cookie !== undefined) request.headers.cookie = cookie
  const response = new ServerResponse(request)
  welcome(request, response)
  return { member: memberOf(request), set: response.getHeader("Set-Cookie") }
}

describe("welcome", () => {
  it("gives a new member a cookie, by which it knows them again", () => {
    const first = visit()
    expect(first.set).toBe(`club-member=${first.member}; Path=/; HttpOnly; SameSite=Lax`)
    const second = visit(`livemount=abc; club-member=${first.member}`)
    expect(second).toEqual({ member: first.member, set: undefined })
  })

  it("does not take a cookie for one that it is not", () => {
    const { member } = visit()
    expect(visit(`old-club-member=${member}`).member).not.toBe(member)
    expect(visit("club-member=<script>").set).toBeDefined()
  })
})
