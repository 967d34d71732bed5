package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ReportSpec;
import io.glooshot.docs.DocExample;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.TestExporter;
import io.glooshot.playground.TestWebhook;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of docs/conditions.md, run as they stand there: each ends when what it watches for happens. */
@ExtendWith(SharedWorld.class)
class ConditionExamplesIT {

    private static final int RATE = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static World world;
    private static Bookinfo bookinfo;
    private static User user;
    private static TestExporter exporter;

    @BeforeAll
    static void start(World shared) {
        world = shared;
        EndToEnd endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("examples"));
        user = endToEnd.user(bookinfo.namespace());
        exporter = TestExporter.start(world.vertx());
        world.prometheus().scrape(exporter.port(), "/metrics", Map.of());
    }

    @AfterAll
    static void stop() {
        world.prometheus().forget(exporter.port());
        exporter.close();
        bookinfo.close();
    }

    @Test
    void aQueryOfYourOwn() throws IOException {
        exporter.set("queue_length{service=\"ratings\",pod=\"a\"}", 1);
        exporter.set("queue_length{service=\"ratings\",pod=\"b\"}", 1);
        exporter.set("queue_length{service=\"details\",pod=\"c\"}", 1_000);
        awaitQuery("count(queue_length)", 3);
        run("long-queue");

        exporter.set("queue_length{service=\"ratings\",pod=\"b\"}", 200);

        ExperimentStatus status = user.awaitState("long-queue", State.Failed);
        assertThat(status.message())
                .startsWith("Failure condition queue-is-long was met by 3 readings in a row: 200 > 100 in {")
                .contains("pod=\"b\"");
        assertThat(status.verdict().breach().labels()).containsEntry("pod", "b").containsEntry("service", "ratings");
        ReportSpec report = user.report("long-queue").getSpec();
        assertThat(report.breach().labels()).containsEntry("pod", "b");
        assertThat(report.breach().signal()).isEqualTo("queue_length{service=\"ratings\"}");
    }

    @Test
    void theSuccessRateOfAService() throws IOException {
        try (Traffic traffic = bookinfo.browse("reviews", RATE)) {
            awaitCounted(traffic);
            run("reviews-succeed");

            user.awaitState("reviews-succeed", State.Failed);

            assertThat(Double.parseDouble(
                            user.report("reviews-succeed").getSpec().breach().value()))
                    .isBetween(0.0, 0.9);
        }
    }

    @Test
    void theLatencyOfAService() throws IOException {
        try (Traffic traffic = bookinfo.browse("reviews", RATE)) {
            awaitCounted(traffic);
            run("reviews-in-time");

            user.awaitState("reviews-in-time", State.Failed);

            assertThat(Double.parseDouble(
                            user.report("reviews-in-time").getSpec().breach().value()))
                    .isGreaterThan(0.5);
        }
    }

    @Test
    void anAlertThatExistsAlready() throws IOException {
        exporter.set("checkout_seconds{team=\"books\"}", 0.1);
        exporter.set("checkout_seconds{team=\"toys\"}", 9);
        world.prometheus().evaluate(DocExample.with("alert: CheckoutSlow"));
        try {
            awaitQuery("count(ALERTS{alertname=\"CheckoutSlow\",alertstate=\"firing\"})", 1);
            run("checkout-alert");

            exporter.set("checkout_seconds{team=\"books\"}", 5);

            user.awaitState("checkout-alert", State.Failed);
            ReportSpec report = user.report("checkout-alert").getSpec();
            assertThat(report.breach().labels())
                    .containsEntry("alertname", "CheckoutSlow")
                    .containsEntry("team", "books");
            assertThat(report.conditions().get(0).before().values()).isPositive();
            assertThat(report.conditions().get(0).during().values()).isPositive();
        } finally {
            world.prometheus().evaluate("groups: []");
        }
    }

    @Test
    void anAlertWhoseRuleIsMissingIsRefusedBeforeTheStart() throws IOException {
        world.kube().apply(example("checkout-alert", "no-such-rule").replace("CheckoutSlow", "CheckoutDown"));

        ExperimentStatus status = user.awaitState("no-such-rule", State.Aborted);

        assertThat(status.reason()).isEqualTo("ConditionUnreadable");
        assertThat(status.message()).contains("There is no alerting rule CheckoutDown at this Prometheus");
        assertThat(status.timeStarted()).isNull();
    }

    @Test
    void aWebhookAndAConditionOnTrial() throws IOException {
        exporter.set("orders_waiting", 50);
        awaitQuery("orders_waiting", 50);
        TestWebhook webhook = world.webhook();
        world.kube()
                .apply(example("ask-the-operator", "ask-the-operator")
                        .replace("https://oncall.example/may-go-on", webhook.url()));
        ExperimentStatus injected = user.awaitInjected("ask-the-operator");
        assertThat(injected.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .isEqualTo("Failure condition on-trial, a dry run, is met before any fault: 50 >= 10."));
        await().atMost(LIMIT).until(() -> webhook.requests() > 8);

        webhook.answerWith(503);

        assertThat(user.awaitState("ask-the-operator", State.Failed).message()).contains("operator");
        ReportSpec.ConditionRecord onTrial =
                user.report("ask-the-operator").getSpec().conditions().get(1);
        assertThat(onTrial.dryRun()).isTrue();
        assertThat(onTrial.timeMet()).isNotNull();
    }

    @Test
    void aValueInTheAnswerOfAWebhookThatIsAskedWithASecret() throws IOException {
        // The one namespace whose Secrets the controller may read.
        User orders = new User(world, EndToEnd.WITH_SECRETS);
        world.kube().apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: orders, namespace: %s}
                stringData: {token: of-the-orders}
                """.formatted(EndToEnd.WITH_SECRETS));
        try (Bookinfo there = world.bookinfo(EndToEnd.WITH_SECRETS);
                TestWebhook webhook = world.webhook()) {
            webhook.answerWithJson("{\"queues\":[{\"length\":1000},{\"length\":5000}]}");
            world.kube()
                    .apply(example("queue-length", "queue-length", there.namespace())
                            .replace("https://orders.bookinfo.svc/stats", webhook.url()));
            orders.awaitInjected("queue-length");
            assertThat(webhook.authorization()).isEqualTo("Bearer of-the-orders");

            webhook.answerWithJson("{\"queues\":[{\"length\":1001},{\"length\":0}]}");

            assertThat(orders.awaitState("queue-length", State.Failed).message())
                    .startsWith("Failure condition queue was met: 1001 > 1000");
            assertThat(orders.report("queue-length").getSpec().breach().value()).isEqualTo("1001");
        }
    }

    private static void run(String name) throws IOException {
        apply(name, name);
        user.awaitInjected(name);
    }

    private static void apply(String example, String name) throws IOException {
        world.kube().apply(example(example, name));
    }

    private static String example(String example, String name) throws IOException {
        return example(example, name, bookinfo.namespace());
    }

    private static String example(String example, String name, String namespace) throws IOException {
        return DocExample.with("metadata: {name: %s,".formatted(example))
                .replace(
                        "name: %s, namespace: bookinfo".formatted(example),
                        "name: %s, namespace: %s".formatted(name, namespace));
    }

    private static void awaitQuery(String query, double value) {
        await(query).atMost(LIMIT).until(() -> world.prometheus().query(query).orElse(-1) == value);
    }

    /** The mesh's own metrics tell of the calls. */
    private static void awaitCounted(Traffic traffic) {
        await().atMost(LIMIT).until(() -> traffic.answers().size() > 2 * RATE);
        // Proxies show durations only with their next flush.
        String rate =
                "sum(rate(envoy_glooshot_request_duration_milliseconds_count{destination_namespace=\"%s\",destination_service=\"reviews\"}[5s]))"
                        .formatted(bookinfo.namespace());
        await().atMost(LIMIT).until(() -> world.prometheus().query(rate).orElse(0) > 1);
    }
}
