/**
 * The local world of real parts, for the demo and the end-to-end tests alike.
 *
 * <p>A test class asks for it with {@code @ExtendWith(SharedWorld.class)} and a parameter of type {@link
 * io.glooshot.playground.World}, takes a namespace by {@code world.newNamespace(…)}, and where it needs traffic an
 * application by {@code world.bookinfo(namespace)}. Whoever stops a part of the shared world starts it again.
 */
package io.glooshot.playground;
