package io.glooshot.experiment;

import io.glooshot.api.MeshSpec.MeshType;
import java.net.URI;
import java.util.Optional;

/**
 * The mesh that a run uses.
 *
 * @param name of the Mesh object
 * @param revision of its control plane, where the Mesh names one
 * @param prometheus where its metrics are, narrowed to a namespace where the Mesh wants that; the controller's own setting when empty
 */
public record PlannedMesh(String name, MeshType type, Optional<String> revision, Optional<URI> prometheus) {

    /** Where its experiments read their signals; empty for the controller's own setting. */
    public Optional<DataSource> dataSource() {
        return prometheus.map(url -> new DataSource(name, url));
    }

    /** A mesh of which nothing else is said. */
    public static PlannedMesh of(String name, MeshType type) {
        return new PlannedMesh(name, type, Optional.empty(), Optional.empty());
    }
}
