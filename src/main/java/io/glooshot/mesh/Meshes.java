package io.glooshot.mesh;

import io.glooshot.api.MeshSpec.MeshType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of mesh that this controller can put faults into. */
@ApplicationScoped
public class Meshes {

    private final Map<MeshType, MeshProvider> providers;

    @Inject
    Meshes(@Any Instance<MeshProvider> providers) {
        this(providers.stream().toList());
    }

    /** @throws IllegalStateException when two providers claim one kind of mesh */
    public Meshes(Collection<? extends MeshProvider> providers) {
        this.providers =
                providers.stream().collect(Collectors.toUnmodifiableMap(MeshProvider::type, Function.identity()));
    }

    /**
     * The provider of a kind of mesh. There is no default: a fault in the wrong mesh is worse than none.
     *
     * @throws IllegalArgumentException when there is none
     */
    public MeshProvider require(MeshType type) {
        return find(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        "No provider for meshes of type %s; known: %s".formatted(type, providers.keySet())));
    }

    /** The provider of a kind of mesh, for those who can say what it means that there is none. */
    public Optional<MeshProvider> find(MeshType type) {
        return type == null ? Optional.empty() : Optional.ofNullable(providers.get(type));
    }
}
