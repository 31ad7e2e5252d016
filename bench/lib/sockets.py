"""A small HTTP and WebSocket client on asyncio: enough for this server, and light enough not to be what is measured."""
import asyncio
import base64
import json
import os
import struct


class Http:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.reader = None

    async def call(self, method, path, token=None, body=None, headers=()):
        """Status and decoded body."""
        if self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        payload = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(payload)}", *headers]
        if body is not None:
            lines.append("content-type: application/json")
        if token:
            lines.append(f"authorization: Bearer {token}")
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + payload)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        status = int(head[0].split()[1])
        fields = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        if fields.get("transfer-encoding") == "chunked":
            data = await self._chunks()
        else:
            data = await self.reader.readexactly(int(fields.get("content-length", 0)))
        return status, json.loads(data) if data[:1] in (b"{", b"[") else data

    async def _chunks(self):
        data = b""
        while size := int(await self.reader.readline(), 16):
            data += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return data

    def close(self):
        if self.reader is not None:
            self.writer.close()


class Socket:
    """One authenticated WebSocket that answers pings and hands events to a function."""

    @classmethod
    async def open(cls, port, token, on_event=None):
        self = cls()
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 16)
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write((f"GET /api/v1/realtime HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\n"
                           f"connection: Upgrade\r\nsec-websocket-key: {key}\r\nsec-websocket-version: 13\r\n\r\n").encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(f"no WebSocket: {head.split(chr(13).encode())[0].decode()}")
        self.send(1, json.dumps({"type": "authenticate", "token": token}).encode())
        while (frame := await self.frame())["type"] != "ready":
            if frame["type"] in ("error", "token_expired"):
                raise RuntimeError(f"the WebSocket was refused: {frame}")
        self.task = asyncio.create_task(self._listen(on_event or (lambda frame: None)))
        return self

    def send(self, opcode, payload):
        size = len(payload)
        head = bytes([0x80 | opcode]) + (bytes([0x80 | size]) if size < 126 else b"\xfe" + struct.pack(">H", size))
        # a mask of zeros is a mask; this client has nothing to hide from a proxy
        self.writer.write(head + b"\0\0\0\0" + payload)

    async def frame(self):
        """The next text frame, decoded."""
        while True:
            first, size = await self.reader.readexactly(2)
            if size == 126:
                size, = struct.unpack(">H", await self.reader.readexactly(2))
            elif size == 127:
                size, = struct.unpack(">Q", await self.reader.readexactly(8))
            payload = await self.reader.readexactly(size)
            opcode = first & 15
            if opcode == 9:
                self.send(10, payload)
            elif opcode == 8:
                raise ConnectionError("the server closed the WebSocket")
            elif opcode == 1:
                return json.loads(payload)

    async def _listen(self, on_event):
        try:
            while True:
                on_event(await self.frame())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass

    async def close(self):
        self.task.cancel()
        self.writer.close()
