package io.glooshot.install;

/** Names that everything of an installation agrees on. */
public final class Names {

    public static final String NAMESPACE = "glooshot";
    public static final String CONTROLLER = "glooshot-controller";
    public static final String GUARD = "glooshot-guard";

    /** Settings of controller and guard, as environment variables. */
    static final String WATCH_NAMESPACES = "GLOOSHOT_WATCH_NAMESPACES";

    static final String ISTIO_ENABLED = "GLOOSHOT_ISTIO_ENABLED";
    static final String CONTROL_PLANE_NAMESPACE = "GLOOSHOT_ISTIO_CONTROL_PLANE_NAMESPACE";
    public static final String LEASE = "glooshot";

    /** The admission policy and its binding. */
    public static final String ADMISSION = "glooshot-inject";

    public static final String NAME_LABEL = "app.kubernetes.io/name";
    public static final String COMPONENT_LABEL = "app.kubernetes.io/component";
    public static final String VERSION_LABEL = "app.kubernetes.io/version";
    public static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";

    /** Value of {@link #NAME_LABEL}, and of {@link #MANAGED_BY_LABEL} on what {@code init} makes. */
    public static final String GLOOSHOT = "glooshot";

    /** By which the API server knows whose fields are whose. */
    static final String FIELD_MANAGER = "glooshot";

    /** Selects what {@code init} has made, in whatever version. */
    static final String INVENTORY = "%s=%s,%s=%s".formatted(NAME_LABEL, GLOOSHOT, MANAGED_BY_LABEL, GLOOSHOT);

    private Names() {}
}
