package io.glooshot.mesh.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.experiment.Destination;
import io.glooshot.experiment.Origin;
import io.glooshot.experiment.Plan;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.MeshProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What one test has of the mesh for itself: two services that call and two that are called, all by real proxies. */
public interface Scene extends AutoCloseable {

    /** Labels that tell two workloads of one service from each other. */
    record Split(Map<String, String> one, Map<String, String> other) {}

    ServiceId caller();

    ServiceId otherCaller();

    Destination destination();

    Destination otherDestination();

    /** Where a caller sends its calls to a destination. */
    Target route(Origin caller, Destination destination);

    /** Where somebody who has no proxy of the mesh sends calls to a destination. */
    Target routeFromOutside(Destination destination);

    /** A second workload for {@link #caller} and {@link #destination}, for meshes that can tell workloads apart. */
    default Split split() {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a controller that leads. One before it is dead from then on.
     *
     * @param started the plans that it finds stored as begun, with their deadlines
     */
    MeshProvider lead(KubernetesClient client, Map<Plan, Instant> started);

    /** The same, but it does not lead. */
    MeshProvider follow(KubernetesClient client);

    /** What is left of an experiment, in the API server and in the proxies, in words for people. */
    List<String> leftovers(Plan plan);

    /** The same of all experiments there ever were. */
    List<String> leftovers();

    /** All objects of the mesh that are the user's, without what differs between two that are the same. */
    Map<String, JsonNode> userObjects();

    /** As if there had never been any. */
    void deleteUserObjects();

    /** What users of the mesh have as a rule, about one of the destinations. */
    void createUserObjects();

    /** A change that has nothing to do with any fault. The same each time. */
    void editUserObjects();

    @Override
    void close();
}
