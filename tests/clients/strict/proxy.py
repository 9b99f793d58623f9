"""A reader stricter than any client, between clients and the server: every answer must fit the schemas.

    proxy.py PORT SERVER_PORT REPORT

Passes everything on unchanged, sockets and event streams too. What does not fit is written to REPORT, a line each, as
soon as it is seen; an empty report is a good one. `listening` on standard output says that it is ready.
"""

import asyncio
import json
import re
import sys

import aiohttp
from aiohttp import web
from jsonschema import Draft202012Validator

from entities import DEFS
from routes import answer_of

PORT, SERVER, REPORT = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "upgrade", "content-encoding"}
#: What stands in an event of a stream.
EVENTS = {"update": "Status", "status.update": "Status", "notification": "Notification", "conversation": "Conversation"}
LINK = re.compile(r'<(https?://[^>]+)>; rel="(next|prev)"')

validators = {name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": DEFS}) for name in DEFS}


def complain(what):
    with open(REPORT, "a", encoding="utf-8") as report:
        print(what, file=report)


def check(where, answer, value):
    """Says what of `value` does not fit; of several possible entities one must."""
    if answer.startswith("["):
        if not isinstance(value, list):
            return complain(f"{where}: not a list")
        for item in value:
            check(where, answer.strip("[]"), item)
        return None
    found = [list(validators[name].iter_errors(value)) for name in answer.split("|")]
    for error in min(found, key=len)[:3]:
        complain(f"{where}: {answer}{error.json_path[1:]}: {error.message[:200]}")
    return None


def check_link(where, header, host):
    """`next` stands first, and both stay on this host with digits as cursors (toot, Ice Cubes)."""
    links = LINK.findall(header)
    names = [name for _, name in links]
    if names != sorted(names) or not names:
        complain(f"{where}: Link is {names}")
    for address, _ in links:
        if f"//{host}/" not in address or not re.search(r"(max|min|since)_id=\d+", address):
            complain(f"{where}: Link leads to {address}")


def check_response(request, status, headers, body):
    where = f"{request.method} {request.path} {status}"
    if "json" not in headers.get("content-type", "") or not request.path.startswith(("/api/", "/oauth/")):
        if request.path.startswith("/api/v") and "/streaming" not in request.path and request.method != "OPTIONS":
            complain(f"{where}: no JSON")
        return
    value = json.loads(body)
    if status >= 400:
        return check(where, "Failure", value)
    answer = answer_of(request.method, request.path)
    if answer is None:
        return complain(f"{where}: the schemas know no such route")
    check(where, answer, value)
    if "link" in headers:
        check_link(where, headers["link"], request.host)
    return None


def check_event(where, event, payload):
    if event in EVENTS:
        check(f"{where} {event}", EVENTS[event], json.loads(payload))
    elif event == "delete" and not payload.isdigit():
        complain(f"{where}: a deletion of {payload!r}")


async def pass_on(request):
    address = f"http://127.0.0.1:{SERVER}{request.raw_path}"
    if request.headers.get("upgrade", "").lower() == "websocket":
        return await pass_socket_on(request, address)
    headers = [(name, value) for name, value in request.headers.items() if name.lower() not in HOP]
    session = request.app["session"]
    body = await request.read()
    async with session.request(
        request.method, address, headers=headers, data=body or None, allow_redirects=False, skip_auto_headers=["User-Agent", "Accept", "Content-Type"],
    ) as answer:  # fmt: skip
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in HOP]
        if "event-stream" in answer.headers.get("content-type", ""):
            return await pass_stream_on(request, answer, kept)
        body = await answer.read()
        check_response(request, answer.status, {name.lower(): value for name, value in kept}, body)
        response = web.Response(status=answer.status, body=body)
        for name, value in kept:
            if name.lower() == "content-type":
                response.headers[name] = value
            else:
                response.headers.add(name, value)
        return response


async def pass_stream_on(request, answer, headers):
    response = web.StreamResponse(status=answer.status)
    for name, value in headers:
        response.headers[name] = value
    await response.prepare(request)
    event = ""
    async for line in answer.content:
        text = line.decode().strip()
        if text.startswith("event:"):
            event = text[6:].strip()
        elif text.startswith("data:"):
            check_event(request.path, event, text[5:].strip())
        await response.write(line)
    return response


async def pass_socket_on(request, address):
    wanted = [word.strip() for word in request.headers.get("sec-websocket-protocol", "").split(",") if word.strip()]
    token = request.headers.get("authorization")
    headers = {"Host": request.host, **({"Authorization": token} if token else {})}
    async with request.app["session"].ws_connect(address, protocols=wanted, headers=headers) as server:
        if wanted and server.protocol != wanted[0]:
            complain(f"{request.path}: the token in Sec-WebSocket-Protocol is not echoed")
        client = web.WebSocketResponse(protocols=wanted)
        await client.prepare(request)

        async def forth():
            async for message in client:
                if message.type == aiohttp.WSMsgType.TEXT:
                    await server.send_str(message.data)
            await server.close()

        async def back():
            async for message in server:
                if message.type == aiohttp.WSMsgType.TEXT:
                    told = json.loads(message.data)
                    if "event" in told:
                        check_event(f"{request.path} {told.get('stream')}", told["event"], told.get("payload", ""))
                    await client.send_str(message.data)
            await client.close()

        await asyncio.gather(forth(), back())
    return client


async def main():
    app = web.Application(client_max_size=64 * 1024 * 1024)
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=None)
    app["session"] = aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=True, cookie_jar=aiohttp.DummyCookieJar())
    app.router.add_route("*", "/{path:.*}", pass_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    print("listening", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
