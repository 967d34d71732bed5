package io.glooshot.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** The image of what is {@link Installed}, with its layers in the order of how seldom they change. */
final class Image {

    /** No files but ours: for those who only look at the image. Nothing runs on it, for there is no C library. */
    static final String SCRATCH = "scratch";
    /** As in the manifests, and by number: nobody has to know a name for Kubernetes to see that it is not root. */
    static final String USER = "10001:10001";

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions FILE = FilePermissions.fromOctalString("644");

    private final Installed installed;
    private final String version;
    private final Instant created;

    Image(Installed installed, String version, Instant created) {
        this.installed = installed;
        this.version = version;
        this.created = created;
    }

    /**
     * @param base {@value #SCRATCH}, or an image that has the C library of the machine that this runs on: its name in a
     *     registry, or {@code tar://} and the path of one that was saved
     */
    void write(String base, String name, Path tar) throws IOException {
        try {
            JibContainerBuilder image = (base.equals(SCRATCH) ? Jib.fromScratch() : Jib.from(base))
                    .setPlatforms(Set.of(platform()))
                    .setFormat(ImageFormat.Docker)
                    .setCreationTime(created)
                    .setUser(USER)
                    .setWorkingDirectory(AbsoluteUnixPath.get(Installed.HOME))
                    .setEntrypoint(entrypoint())
                    // More than two pools of malloc take memory that few threads need.
                    .setEnvironment(Map.of("MALLOC_ARENA_MAX", "2"))
                    .setExposedPorts(Port.tcp(8080), Port.tcp(8081), Port.tcp(18000))
                    .setLabels(Map.of(
                            "org.opencontainers.image.title", "Gloo Shot",
                            "org.opencontainers.image.description", "Chaos engineering for service meshes",
                            "org.opencontainers.image.version", version,
                            "org.opencontainers.image.licenses", "Apache-2.0",
                            "org.opencontainers.image.documentation", "docs/image.md"));
            for (String folder : List.of(Installed.RUNTIME, Installed.LIBRARIES, Installed.APPLICATION)) {
                image.addFileEntriesLayer(layer(folder, folder));
            }
            // Made anew by each training, so that all other layers are the same, byte for byte, for the same sources.
            image.addFileEntriesLayer(layer("start", Installed.OPTIONS, Installed.COMPONENTS, Installed.CLASS_DATA));
            Path cache = Files.createTempDirectory("glooshot-image");
            Files.createDirectories(tar.toAbsolutePath().getParent());
            image.containerize(Containerizer.to(TarImage.at(tar).named(name + ":" + version.toLowerCase()))
                    .setToolName("glooshot")
                    .setApplicationLayersCache(cache));
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException("image.base or image.name: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RegistryException | CacheDirectoryCreationException | ExecutionException e) {
            throw new IOException("the image cannot be built on %s: %s".formatted(base, e.getMessage()), e);
        }
    }

    static List<String> entrypoint() {
        return List.of(
                Installed.HOME + "/" + Installed.RUNTIME + "/bin/java",
                "-XX:SharedArchiveFile=" + Installed.CLASS_DATA,
                "@" + Installed.OPTIONS,
                Installed.MAIN);
    }

    private FileEntriesLayer layer(String name, String... files) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (String file : files) {
            layer.addEntryRecursive(
                    installed.directory().resolve(file),
                    AbsoluteUnixPath.get(Installed.HOME).resolve(file),
                    (source, target) -> Files.isDirectory(source) || Files.isExecutable(source) ? PROGRAM : FILE,
                    (source, target) -> Installed.MODIFIED);
        }
        return layer.build();
    }

    private static Platform platform() {
        String machine = System.getProperty("os.arch");
        return new Platform(machine.equals("aarch64") ? "arm64" : machine, "linux");
    }
}
