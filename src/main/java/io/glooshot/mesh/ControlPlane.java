package io.glooshot.mesh;

import java.util.Optional;

/**
 * A control plane that is installed in the cluster.
 *
 * @param revision what tells it from others of its kind
 * @param version empty when it cannot be told
 * @param workload what runs it, for people
 */
public record ControlPlane(String revision, Optional<String> version, String workload) {}
