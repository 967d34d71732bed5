package io.glooshot.mesh.istio.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.ServiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is left of an experiment once its faults are off: nothing. */
class RemovalTest {

    @Property(tries = 500)
    void leavesEveryVirtualServiceAsItWas(@ForAll long seed) {
        RandomWorld world = new RandomWorld(new Random(seed));
        List<ObjectNode> all = world.istio().virtualServices();
        List<ObjectNode> copies = copies(all);

        List<ObjectNode> faulted = apply(all, world.fault(), Given.UID);

        assertThat(all).isEqualTo(copies);
        assertThat(users(faulted).stream().map(json -> Routing.without(json, Given.UID)))
                .isEqualTo(all);
        assertThat(ours(faulted))
                .allSatisfy(json -> assertThat(Routing.uidsIn(json)).containsExactly(Given.UID));
    }

    @Property(tries = 500)
    void changesNothingWhenItIsAskedAgain(@ForAll long seed) {
        RandomWorld world = new RandomWorld(new Random(seed));
        ClientFault fault = world.fault();

        List<ObjectNode> once = apply(world.istio().virtualServices(), fault, Given.UID);

        assertThat(apply(once, fault, Given.UID)).isEqualTo(once);
    }

    @Property(tries = 500)
    void keepsWhatUsersChangeMeanwhile(@ForAll long seed) {
        Random random = new Random(seed);
        RandomWorld world = new RandomWorld(random);
        List<ObjectNode> all = world.istio().virtualServices();
        List<ObjectNode> faulted = users(apply(all, world.fault(), Given.UID));

        for (int i = 0; i < all.size(); i++) {
            RandomEdit edit = new RandomEdit(random);
            ObjectNode edited = edit.of(all.get(i), faulted.get(i));

            ObjectNode left = Routing.without(edited, Given.UID);

            assertThat(left).isEqualTo(edit.expected());
        }
    }

    @Property(tries = 500)
    void leavesTheFaultsOfOtherExperiments(@ForAll long seed) {
        RandomWorld world = new RandomWorld(new Random(seed));
        List<ObjectNode> all = world.istio().virtualServices();
        ClientFault fault = world.fault();
        ClientFault other = onReviews(world.fault());

        List<ObjectNode> both = apply(apply(all, fault, Given.UID), other, Given.OTHER_UID);

        assertThat(withoutExperiment(both, Given.UID)).isEqualTo(apply(all, other, Given.OTHER_UID));
        assertThat(withoutExperiment(both, Given.OTHER_UID)).isEqualTo(apply(all, fault, Given.UID));
        assertThat(apply(both, fault, Given.UID)).as("no quarrel over places").isEqualTo(both);
        assertThat(apply(both, other, Given.OTHER_UID)).isEqualTo(both);
    }

    @Test
    void takesOurRoutesOutWhereverTheyAreAndWhateverIsInThem() {
        ObjectNode json = Given.virtualService(
                "demo", "ratings", """
                http:
                - name: theirs
                - name: glooshot-UID-0
                  route: [{destination: {host: changed}}]
                - name: glooshot-OTHER-0
                - name: glooshot-UID-0-copy
                - name: once-glooshot-UID-1
                """.replace("UID", Given.UID).replace("OTHER", Given.OTHER_UID));

        ObjectNode left = Routing.without(json, Given.UID);

        assertThat(Given.http(left).stream().map(route -> route.path("name").asText()))
                .containsExactly("theirs", "glooshot-" + Given.OTHER_UID + "-0", "once-glooshot-" + Given.UID + "-1");
        assertThat(Routing.uidsIn(json)).containsExactly(Given.UID, Given.OTHER_UID);
        assertThat(Routing.uidsIn(left)).containsExactly(Given.OTHER_UID);
    }

    @Test
    void leavesNoEmptyListBehind() {
        ObjectNode json = Given.virtualService("demo", "ratings", """
                hosts: [ratings]
                tcp: [{route: [{destination: {host: ratings}}]}]
                """);
        ObjectNode faulted = json.deepCopy();
        faulted.withObjectProperty("spec").putArray("http").addObject().put("name", RouteName.of(Given.UID, 0));

        assertThat(Routing.without(faulted, Given.UID)).isEqualTo(json);
    }

    private static ClientFault onReviews(ClientFault fault) {
        Host host =
                new Host(new ServiceId("demo", "reviews"), 9080, true, "cluster.local", List.of(), Given.NAMESPACES);
        return Given.fault()
                .on(host)
                .from(fault.callers().toArray(Caller[]::new))
                .match(fault.fault().match())
                .build();
    }

    /** None when it is not possible. */
    private static List<ObjectNode> apply(List<ObjectNode> all, ClientFault fault, String uid) {
        ClientFaults faults = new ClientFaults(uid, "demo", "experiment", Optional.empty(), List.of(fault));
        try {
            return SameRoutesTest.applied(all, Routing.desired(all, faults));
        } catch (AbortException e) {
            return all;
        }
    }

    private static List<ObjectNode> withoutExperiment(List<ObjectNode> all, String uid) {
        List<ObjectNode> left = new ArrayList<>();
        for (ObjectNode json : all) {
            if (!new VirtualService(json).isOursFor(uid)) {
                left.add(Routing.without(json, uid));
            }
        }
        return left;
    }

    private static List<ObjectNode> users(List<ObjectNode> all) {
        return all.stream().filter(json -> !Routing.isOurs(json)).toList();
    }

    private static List<ObjectNode> ours(List<ObjectNode> all) {
        return all.stream().filter(Routing::isOurs).toList();
    }

    private static List<ObjectNode> copies(List<ObjectNode> all) {
        return all.stream().map(ObjectNode::deepCopy).toList();
    }
}
