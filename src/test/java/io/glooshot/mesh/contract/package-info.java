/**
 * What every kind of mesh promises, tested on real parts. A further one needs a Fixture
 * and a class that extends MeshProviderContract for it.
 */
package io.glooshot.mesh.contract;
