package io.glooshot.doctor;

import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.doctor.Finding.Level;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All checks, each in a thread of its own and with a time limit of its own, so that none keeps another from looking. */
public final class Examination {

    private static final int TOO_MANY_REQUESTS = 429;

    private final List<Check> checks;
    private final Check first;
    private final Duration longest;

    /** @param longest for each check */
    public Examination(KubernetesClient client, Patient patient, Duration longest) {
        this(
                new ClusterCheck(client),
                List.of(
                        new CrdCheck(client),
                        new AdmissionCheck(client),
                        new DeploymentCheck(client, patient.namespace()),
                        new LeaseCheck(client, patient.namespace()),
                        new ClockCheck(client),
                        new MeshCheck(client),
                        new PrometheusCheck(patient.prometheus(), longest),
                        new FaultCheck(client),
                        new KillSwitchCheck(client),
                        new PolicyCheck(client),
                        new WatchCheck(client, patient.namespace(), patient.userNamespace()),
                        new AccountCheck(client, patient.namespace()),
                        new UserCheck(client, patient.userNamespace(), patient.namespace())),
                longest);
    }

    Examination(Check first, List<Check> checks, Duration longest) {
        this.first = first;
        this.checks = List.copyOf(checks);
        this.longest = longest;
    }

    /** In a fixed order. When the cluster cannot be reached at all, only that is told. */
    public List<Finding> run() {
        List<Finding> reached = result(first, begin(first));
        if (reached.stream().anyMatch(finding -> finding.level() == Level.FAIL)) {
            return reached;
        }
        Map<Check, CompletableFuture<List<Finding>>> begun = new LinkedHashMap<>();
        checks.forEach(check -> begun.put(check, begin(check)));
        List<Finding> all = new ArrayList<>(reached);
        begun.forEach((check, look) -> all.addAll(result(check, look)));
        return all;
    }

    private CompletableFuture<List<Finding>> begin(Check check) {
        CompletableFuture<List<Finding>> look = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        look.complete(patiently(check));
                    } catch (Throwable failure) {
                        look.completeExceptionally(failure);
                    }
                },
                "doctor-" + check.name());
        thread.setDaemon(true);
        thread.start();
        return look.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An API server that is busy, or has just been given a kind, asks to be asked again. The time limit ends that. */
    private static List<Finding> patiently(Check check) throws InterruptedException {
        while (true) {
            try {
                return check.look();
            } catch (KubernetesClientException failure) {
                if (failure.getCode() != TOO_MANY_REQUESTS) {
                    throw failure;
                }
                new CountDownLatch(1).await(1, TimeUnit.SECONDS);
            }
        }
    }

    private List<Finding> result(Check check, CompletableFuture<List<Finding>> look) {
        try {
            return look.join();
        } catch (CompletionException e) {
            return List.of(failed(check, e.getCause()));
        }
    }

    private Finding failed(Check check, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return Finding.fail(
                    check.name(),
                    "no answer within %d s".formatted(longest.toSeconds()),
                    "Try again, or with a longer --check-timeout.");
        }
        if (failure instanceof KubernetesClientException refused) {
            return switch (refused.getCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    Finding.skip(check.name(), "you may not look at " + object(refused), "Have somebody look who may.");
                case HttpURLConnection.HTTP_NOT_FOUND ->
                    Finding.skip(check.name(), "the kind is not installed", "Install it with `glooshot init`.");
                default -> Finding.fail(check.name(), ApiFailure.describe(refused), "See `kubectl cluster-info`.");
            };
        }
        return Finding.fail(check.name(), "the check itself failed: " + failure, "It may be worth a bug report.");
    }

    /** As kubectl names it. */
    private static String object(KubernetesClientException refused) {
        StatusDetails details =
                refused.getStatus() == null ? null : refused.getStatus().getDetails();
        if (details == null || details.getKind() == null) {
            return "it";
        }
        return details.getGroup() == null || details.getGroup().isEmpty()
                ? details.getKind()
                : details.getKind() + "." + details.getGroup();
    }
}
