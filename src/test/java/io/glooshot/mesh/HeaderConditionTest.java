package io.glooshot.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.glooshot.experiment.CallMatch;
import io.glooshot.experiment.TextMatch;
import io.glooshot.experiment.TextMatch.Exact;
import io.glooshot.experiment.TextMatch.Prefix;
import io.glooshot.experiment.TextMatch.Present;
import io.glooshot.experiment.TextMatch.Regex;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderConditionTest {

    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of(new Exact("/a/b"), new Regex("/a/b(\\?.*)?")),
                Arguments.of(new Exact("/a.b*(c)"), new Regex("/a\\.b\\*\\(c\\)(\\?.*)?")),
                Arguments.of(new Prefix("/a.b"), new Prefix("/a.b")),
                Arguments.of(new Regex("/a.*|/b"), new Regex("(?:/a[^?]*|/b)(\\?.*)?")));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void hasAPathEndWhereTheQueryBegins(TextMatch path, TextMatch expected) {
        CallMatch match = new CallMatch(Map.of(), Optional.of(path), Optional.empty());

        assertThat(HeaderCondition.canTell(match)).isTrue();
        assertThat(HeaderCondition.of(match)).containsExactly(new HeaderCondition(":path", expected));
    }

    @Test
    void hasAllThatIsAskedForInAnOrderOfItsOwn() {
        CallMatch match = new CallMatch(
                Map.of("x-b", new Present(), "x-a", new Regex("1|2")),
                Optional.of(new Prefix("/")),
                Optional.of("GET"));

        assertThat(HeaderCondition.of(match))
                .containsExactly(
                        new HeaderCondition("x-a", new Regex("1|2")),
                        new HeaderCondition("x-b", new Present()),
                        new HeaderCondition(":method", new Exact("GET")),
                        new HeaderCondition(":path", new Prefix("/")));
    }

    @Test
    void asksNothingOfACallWhenAllAreMeant() {
        assertThat(HeaderCondition.of(CallMatch.ALL)).isEmpty();
    }

    @Test
    void cannotTellAPathFromAQueryByEveryRegularExpression() {
        CallMatch match = new CallMatch(Map.of(), Optional.of(new Regex("/a[?]b")), Optional.empty());

        assertThat(HeaderCondition.canTell(match)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderCondition.of(match));
    }
}
