package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.AuditLog;
import io.glooshot.playground.ControllerProcess;
import io.glooshot.playground.World;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/** What the controller of a shared world asks of the API server by the account that users install it with. */
final class ControllerAccount {

    private static final String NAME = "glooshot-controller";

    private final World world;
    /** Of other tests. */
    private int callsBefore;

    ControllerAccount(World world) {
        this.world = world;
    }

    /** @param meanwhile what is done while no controller runs */
    void takeOver(Runnable meanwhile, Map<String, String> settings) {
        ControllerProcess controller = world.controller();
        // What others left behind may need rights that no manifest gives, such as to their Secrets.
        world.kube().mustKubectl("delete", "experiments", "--all", "--all-namespaces");
        controller.stop();
        callsBefore = all().size();
        meanwhile.run();
        settings.forEach(controller::with);
        try {
            controller.start();
        } catch (IllegalStateException ended) {
            throw new AssertionError("It ended; refused were " + refused(), ended);
        }
        awaitLead();
    }

    List<AuditLog.Call> refused() {
        return calls().stream().filter(call -> call.code() == 403).toList();
    }

    /** As the Deployment does it with a new version. */
    void restart() {
        world.controller().stop();
        world.controller().start();
        awaitLead();
    }

    /** @param settings that others do not have */
    void handBack(Set<String> settings) {
        ControllerProcess controller = world.controller();
        controller.stop();
        controller.without(settings);
    }

    List<AuditLog.Call> calls() {
        List<AuditLog.Call> all = all();
        return all.subList(callsBefore, all.size());
    }

    /** But for what everybody may ask who is known: what they may do. */
    private List<AuditLog.Call> all() {
        return world.kube().audit().of("glooshot", NAME).stream()
                .filter(call -> !call.group().equals("authorization.k8s.io"))
                .toList();
    }

    /**
     * No right too few, and none too many.
     *
     * @param manifest whose roles have all been in use, to the last right
     * @param others whose rights it has as well
     */
    void assertUses(String manifest, String... others) throws IOException {
        List<AuditLog.Call> calls = calls();
        assertThat(refused()).as("calls that were refused").isEmpty();
        Set<String> granted = new TreeSet<>(Rights.granted(world, manifest));
        Set<String> used = new TreeSet<>(Rights.used(calls));
        // The Lease has been made by whoever was first.
        assertThat(Rights.used(all())).as("rights that were used").containsAll(granted);
        for (String other : others) {
            granted.addAll(Rights.granted(world, other));
        }
        assertThat(granted).as("rights that are granted").containsAll(used);
    }

    private void awaitLead() {
        Awaitility.await("the controller to lead").until(() -> {
            var lease = world.kube()
                    .client()
                    .leases()
                    .inNamespace("glooshot")
                    .withName("glooshot")
                    .get();
            return lease != null
                    && "controller".equals(lease.getSpec().getHolderIdentity())
                    && calls().stream().anyMatch(call -> call.resource().equals("killswitches"));
        });
    }
}
