package io.glooshot.playground.demo;

import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The world as it is left to the user, who goes on with kubectl until Ctrl-C. */
final class OpenHouse {
    private static final Duration TRAFFIC_KEPT = Duration.ofMinutes(1);

    private final Stage stage;

    OpenHouse(Stage stage) {
        this.stage = stage;
    }

    void stayOpen() {
        stage.check().answerWith(200);
        stage.progress().print(welcome());
        // Nobody ever opens it: the end comes by Ctrl-C.
        CountDownLatch forever = new CountDownLatch(1);
        try {
            while (!forever.await(TRAFFIC_KEPT.toSeconds(), TimeUnit.SECONDS)) {
                stage.traffic().forEach(OpenHouse::forgetOld);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forgetOld(Traffic traffic) {
        traffic.forgetBefore(Instant.now().minus(TRAFFIC_KEPT));
    }

    private String welcome() {
        World world = stage.world();
        return """

                The world stays up until Ctrl-C. In another terminal:

                  export KUBECONFIG=%1$s
                  export CHECK_URL=%2$s

                  page         %3$s (with ?reviews=reviews-resilient the other reviews)
                  Prometheus   %4$s
                  controller   %5$s/q/metrics
                               %6$s

                  kubectl -n bookinfo get experiments,reports
                  kubectl -n bookinfo describe report abort-ratings
                  kubectl explain experiment.spec.failureConditions
                  kubectl -n bookinfo delete experiment abort-ratings
                  %7$s
                  kubectl -n bookinfo get experiments --watch
                """.formatted(
                        world.kube().kubeconfig(),
                        stage.check().url(),
                        stage.pageUrl(),
                        world.prometheus().url(),
                        world.controller().httpUrl(),
                        world.controller().log(),
                        applyAgain());
    }

    private String applyAgain() {
        String file = "kubernetes/examples/abort-ratings.yaml";
        return stage.mesh() == DemoMesh.ENVOY
                ? "kubectl apply -f " + file
                : "sed 's/name: envoy/name: " + stage.mesh() + "/' " + file + " | kubectl apply -f -";
    }
}
