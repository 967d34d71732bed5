package io.glooshot.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathRegexTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "/api/v[0-9]+, /api/v[0-9]+",
                "/a.*, /a[^?]*",
                "'/a\\.b', '/a\\.b'",
                "/a|/b, /a|/b",
                "/(a|b)?/c, /(a|b)?/c",
                "(?i)/api/(?:x|y){2}, (?i)/api/(?:x|y){2}",
                "^/a$, ^/a",
                "^/a$|^/b$, ^/a|^/b",
                "/[^/]+/x, '/[^\\/?]+/x'",
                "'/[a\\].-]', '/[a\\]\\.\\-]'",
                "/[^-a], '/[^\\-a?]'",
                "'/\\w\\S\\d', '/\\w[^\\s?]\\d'",
                "'/[^\\D]', '/[^\\D?]'",
                "'/\\bx\\b', '/\\bx\\b'"
            })
    void leavesQuestionMarksOut(String regex, String rewritten) {
        assertThat(PathRegex.withoutQuery(regex)).contains(rewritten);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a\\?b",
                "/a[?]",
                "/a[!-~]",
                "/a[\\W]",
                "/a[[:punct:]]",
                "/a[]?]",
                "/a[",
                "/a\\",
                "(a$|b)c",
                "a$b",
                "/a\\z",
                "/\\Qa?\\E",
                "/\\x3f",
                "/\\pP",
                "/\\C",
                "(?s)/a.",
                "(?P<x>/a)",
                "(?U)/a"
            })
    void takesNothingThatItWouldHaveToGuessAbout(String regex) {
        assertThat(PathRegex.withoutQuery(regex)).isEmpty();
    }

    @Property(tries = 3000)
    void matchesAPathWhateverTheQuery(
            @ForAll("regexes") String regex, @ForAll("paths") String path, @ForAll("queries") String query) {
        String rewritten = "(?:" + PathRegex.withoutQuery(regex).orElseThrow() + ")(\\?.*)?";

        assertThat(Pattern.matches(rewritten, path + query)).isEqualTo(Pattern.matches(regex, path));
    }

    @Provide
    static Arbitrary<String> regexes() {
        Arbitrary<String> atoms = Arbitraries.of(
                "a", "b", "/", ".", "\\.", "[ab]", "[^a]", "[^-a]", "[^/]", "[a-z-]", "\\w", "\\W", "\\D", "\\S", "\\b",
                "\\B");
        Arbitrary<String> parts = Arbitraries.lazyOf(
                () -> atoms,
                () -> atoms,
                () -> Combinators.combine(nested(), Arbitraries.of("*", "+", "?", "{2}", ""))
                        .as((inner, times) -> "(" + inner + ")" + times),
                () -> Combinators.combine(nested(), nested()).as((one, other) -> "(?:" + one + "|" + other + ")"));
        Arbitrary<String> rows = parts.list().ofMinSize(1).ofMaxSize(4).map(list -> String.join("", list));
        return Combinators.combine(rows, rows, Arbitraries.of(0, 1, 2))
                .as((one, other, form) -> form == 0 ? one : form == 1 ? "^" + one + "$" : one + "$|" + other);
    }

    private static Arbitrary<String> nested() {
        return Arbitraries.of("a", ".", "a/", "[^a]b", ".*", "\\W", "/\\w+");
    }

    @Provide
    static Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab/.-").ofMaxLength(6);
    }

    @Provide
    static Arbitrary<String> queries() {
        return Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings().withChars("ab/?.-").ofMaxLength(4).map(query -> "?" + query));
    }
}
