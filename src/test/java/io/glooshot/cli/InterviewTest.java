package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the questions make of answers, by somebody who may list nothing. */
class InterviewTest {

    private final List<String> told = new ArrayList<>();

    @Test
    void makesFlagsOfAnswers() {
        Interview.Answers answers =
                hold("", "abort-ratings", "istio", "ratings:9080", "reviews", "", "", "", "up < 1", "");

        assertThat(answers)
                .isEqualTo(new Interview.Answers(
                        "current",
                        "abort-ratings",
                        List.of(
                                "--mesh",
                                "istio",
                                "--to",
                                "ratings:9080",
                                "--from",
                                "reviews",
                                "--abort",
                                "500",
                                "--percent",
                                "100",
                                "--stop-when",
                                "up < 1",
                                "--duration",
                                "5m")));
    }

    @Test
    void leavesOutWhatWasNotAnswered() {
        assertThat(hold("shop", "slow", "istio", "ratings", "", "delay", "3s", "10", "", "1m")
                        .flags())
                .containsExactly(
                        "--mesh", "istio", "--to", "ratings", "--delay", "3s", "--percent", "10", "--duration", "1m");
    }

    @Test
    void asksAgainUntilTheAnswerFits() {
        Interview.Answers answers = hold(
                "Shop", "shop", "", "Slow", "slow", "istio", "", "a/b/c", "ratings", "b:80", "", "explode", "abort",
                "42", "503", "101", "many", "50", "up", "up > 0", "soon", "1m");

        assertThat(answers.flags()).contains("503", "50", "up > 0", "1m");
        assertThat(told.stream().filter(line -> line.startsWith("That cannot be: ")))
                .hasSize(12);
    }

    @Test
    void saysWhatCannotBeListed() {
        hold("", "x", "istio", "ratings", "", "", "", "", "", "");

        assertThat(told).anyMatch(line -> line.startsWith("The namespaces cannot be listed: "));
    }

    @Test
    void quotesWordsForShells() {
        assertThat(ShellWords.of(List.of("--stop-when", "a{b='c'} > 0", "--to", "shop/ratings:9080", "")))
                .isEqualTo("--stop-when 'a{b='\\''c'\\''} > 0' --to shop/ratings:9080 ''");
    }

    private Interview.Answers hold(String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        Interview.Answers held = new Interview(nobodysClient(), new Interview.Person() {
                    @Override
                    public String ask(String question, List<String> choices, String preset) {
                        return left.remove();
                    }

                    @Override
                    public void tell(String text) {
                        told.add(text);
                    }
                })
                .hold("current");
        assertThat(left).isEmpty();
        return held;
    }

    private static KubernetesClient nobodysClient() {
        return (KubernetesClient) Proxy.newProxyInstance(
                InterviewTest.class.getClassLoader(),
                new Class<?>[] {KubernetesClient.class},
                (proxy, method, arguments) -> {
                    throw new KubernetesClientException("forbidden", 403, null);
                });
    }
}
