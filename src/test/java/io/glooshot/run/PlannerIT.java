package io.glooshot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Experiment;
import io.glooshot.api.MeshCapabilities;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Injected;
import io.glooshot.experiment.Plan;
import io.glooshot.mesh.MeshProvider;
import io.glooshot.mesh.Meshes;
import io.glooshot.mesh.RequestQuery;
import io.glooshot.playground.KubeApiServer;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans against a real API server, for a mesh that can abort calls by their HTTP status and nothing else. */
class PlannerIT {

    @TempDir
    static Path directory;

    private static KubeApiServer kube;
    private static Planner planner;

    @BeforeAll
    static void startServer() {
        kube = KubeApiServer.start(Parts.onThisMachine(Progress.toStandardOut()), directory);
        kube.mustKubectl("apply", "--server-side", "-f", "crd");
        kube.mustKubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
        kube.apply("""
                apiVersion: glooshot.solo.io/v1
                kind: Mesh
                metadata: {name: blunt}
                spec: {type: Envoy}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ratings, namespace: default}
                spec: {ports: [{port: 9080}]}
                """);
        Meshes meshes = new Meshes(List.of(new BluntProvider()));
        planner = new Planner(kube.client(), new CheckPlanner(meshes), meshes);
    }

    @AfterAll
    static void stopServer() {
        kube.close();
    }

    @Test
    void plansWhatTheMeshCanDo() {
        Plan plan = planner.plan(experiment("{abort: {httpStatus: 503}}"));

        assertThat(plan.faults()).hasSize(1);
        assertThat(plan.mesh().name()).isEqualTo("blunt");
    }

    @Test
    void refusesWhatTheMeshCannotDo() {
        assertThatThrownBy(() -> planner.plan(experiment("{abort: {grpcStatus: 14}}")))
                .isInstanceOfSatisfying(
                        AbortException.class,
                        refused -> assertThat(refused.verdict().reason()).isEqualTo("NotSupported"))
                .hasMessage("Mesh blunt cannot abort calls with a gRPC status,"
                        + " which spec.faults[0].fault.abort.grpcStatus asks for.");
    }

    private static Experiment experiment(String fault) {
        return Serialization.unmarshal("""
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: planned, namespace: default, uid: uid}
                spec:
                  duration: 10s
                  maxBlind: 30s
                  faults:
                  - destinationServices: [{name: ratings}]
                    fault: %s
                """.formatted(fault), Experiment.class);
    }

    private static final class BluntProvider implements MeshProvider {
        @Override
        public MeshType type() {
            return MeshType.Envoy;
        }

        @Override
        public MeshCapabilities capabilities() {
            return new MeshCapabilities(
                    true, false, false, false, false, false, false, true, false, false, false, false, false);
        }

        @Override
        public Uni<Injected> inject(Plan plan, Instant deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> remove(Plan plan, List<String> heldBy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String successRateQuery(RequestQuery requests) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String latencyQuery(RequestQuery requests, double quantile) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String faultedRequestsQuery(Plan plan) {
            throw new UnsupportedOperationException();
        }
    }
}
