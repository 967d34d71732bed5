package io.glooshot.report.rendering;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What somebody could put into a name, a label or a message to take over whoever reads it. */
final class HostileText {

    static final List<String> PIECES = List.of(
            "</script><script>window.pwned=1</script>",
            "<img src=x onerror=window.pwned=1>",
            "<!--",
            "]]>",
            "\" onmouseover=\"window.pwned=1",
            "' autofocus onfocus='window.pwned=1",
            "</style><style>*{display:none}",
            "{page.yaml}",
            "{#if true}x{/if}",
            "\u2028",
            "\u2029",
            "\u202e",
            "\u0000",
            "\u0007",
            "\u001b[2J\u001b[31m",
            "\u009b31m",
            "\u001b]8;;http://evil.example\u0007",
            "\ufffe",
            "\uffff",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "`",
            "```",
            "~~~",
            "|",
            "\\|",
            "\\",
            "\n",
            "\r\n",
            "\n\n# x\n",
            "\n| --- |\n",
            "@everyone",
            "#1",
            "http://evil.example",
            "[x](http://evil.example)",
            "![x](http://evil.example/x.png)",
            "<details>",
            "&lt;",
            "&#x3c;",
            "%s%n",
            "$1",
            "é",
            "ノ",
            " ");

    private HostileText() {}

    /** Never blank: what is not there is not shown, which is no wonder. */
    static Arbitrary<String> any() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(PIECES), Arbitraries.strings().all().ofMaxLength(4));
        return pieces.list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(list -> String.join("", list))
                .filter(text -> !Visible.line(text).isBlank());
    }

    /** All of it, one after the other. */
    static String all() {
        return String.join(" ", PIECES);
    }
}
