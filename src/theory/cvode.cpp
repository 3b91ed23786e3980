#include "fluxhop/theory/cvode.hpp"

#include <cvode/cvode.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <cstdlib>
#include <exception>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};

void free_cvode(void* memory) { CVodeFree(&memory); }
void free_context(SUNContext context) { SUNContext_Free(&context); }
void free_solver(SUNLinearSolver solver) { SUNLinSolFree(solver); }

using Context = std::unique_ptr<_SUNContext, Deleter<free_context>>;
using NVector = std::unique_ptr<_generic_N_Vector, Deleter<N_VDestroy>>;
using DenseMatrix = std::unique_ptr<_generic_SUNMatrix, Deleter<SUNMatDestroy>>;
using LinearSolver = std::unique_ptr<_generic_SUNLinearSolver, Deleter<free_solver>>;
using Memory = std::unique_ptr<void, Deleter<free_cvode>>;

/// Without a Jacobian, each of its columns costs an evaluation: beyond this size go matrix-free.
constexpr Eigen::Index largest_dense_difference_quotient = 200;
constexpr int krylov_dimension = 30;

Eigen::Map<Eigen::VectorXd> view(N_Vector vector) {
    return {N_VGetArrayPointer(vector), static_cast<Eigen::Index>(N_VGetLength(vector))};
}

void ignore_message(int, const char*, const char*, char*, void*) {}

void check(int flag, const char* call) {
    if (flag >= 0) return;
    char* name = CVodeGetReturnFlagName(flag);
    const std::string text = fmt::format("CVODE: {} failed with {}", call, name);
    std::free(name);
    throw RunError(text);
}

}  // namespace

struct Cvode::Impl {
    InitialValueProblem problem;
    Eigen::VectorXd solution;
    Eigen::VectorXd state;
    Eigen::VectorXd derivative;
    Eigen::MatrixXd jacobian;
    std::exception_ptr failure;  // exceptions must not cross the C solver
    Context context;
    NVector y;
    DenseMatrix matrix;
    LinearSolver solver;
    Memory memory;
    double time = 0.0;

    template <class Work>
    int guarded(Work work) {
        try {
            work();
            return 0;
        } catch (...) {
            failure = std::current_exception();
            return -1;
        }
    }

    static int evaluate(double t, N_Vector y, N_Vector dydt, void* self) {
        auto& impl = *static_cast<Impl*>(self);
        return impl.guarded([&] {
            impl.state = view(y);
            impl.problem.derivative(t, impl.state, impl.derivative);
            view(dydt) = impl.derivative;
        });
    }

    static int evaluate_jacobian(double t, N_Vector y, N_Vector, SUNMatrix out, void* self,
                                 N_Vector, N_Vector, N_Vector) {
        auto& impl = *static_cast<Impl*>(self);
        return impl.guarded([&] {
            impl.state = view(y);
            impl.problem.jacobian(t, impl.state, impl.jacobian);
            Eigen::Map<Eigen::MatrixXd>(SUNDenseMatrix_Data(out), SUNDenseMatrix_Rows(out),
                                        SUNDenseMatrix_Columns(out)) = impl.jacobian;
        });
    }
};

Cvode::Cvode(InitialValueProblem problem, Tolerances tolerances) : impl_(new Impl) {
    Impl& self = *impl_;
    self.problem = std::move(problem);
    const Eigen::Index size = self.problem.initial.size();
    self.solution = self.problem.initial;
    self.derivative.resize(size);
    self.jacobian.setZero(size, size);

    SUNContext context = nullptr;
    check(SUNContext_Create(nullptr, &context), "SUNContext_Create");
    self.context.reset(context);
    self.y.reset(N_VNew_Serial(size, context));
    view(self.y.get()) = self.problem.initial;
    if (self.problem.jacobian || size <= largest_dense_difference_quotient) {
        self.matrix.reset(SUNDenseMatrix(size, size, context));
        self.solver.reset(SUNLinSol_Dense(self.y.get(), self.matrix.get(), context));
    } else {
        self.solver.reset(SUNLinSol_SPGMR(self.y.get(), SUN_PREC_NONE, krylov_dimension, context));
    }
    self.memory.reset(CVodeCreate(CV_BDF, context));

    void* memory = self.memory.get();
    check(CVodeInit(memory, &Impl::evaluate, 0.0, self.y.get()), "CVodeInit");
    check(CVodeSetErrHandlerFn(memory, ignore_message, nullptr), "CVodeSetErrHandlerFn");
    check(CVodeSetUserData(memory, &self), "CVodeSetUserData");
    check(CVodeSStolerances(memory, tolerances.relative, tolerances.absolute),
          "CVodeSStolerances");
    check(CVodeSetMaxNumSteps(memory, 1'000'000), "CVodeSetMaxNumSteps");
    check(CVodeSetLinearSolver(memory, self.solver.get(), self.matrix.get()),
          "CVodeSetLinearSolver");
    if (self.problem.jacobian) {
        check(CVodeSetJacFn(memory, &Impl::evaluate_jacobian), "CVodeSetJacFn");
    }
}

Cvode::~Cvode() = default;

const Eigen::VectorXd& Cvode::advance_to(double time) {
    Impl& self = *impl_;
    FLUXHOP_ASSERT(time >= self.time);
    if (time > self.time) {
        double reached = self.time;
        const int flag =
            CVode(self.memory.get(), time, self.y.get(), &reached, CV_NORMAL);
        if (self.failure) std::rethrow_exception(self.failure);
        check(flag, fmt::format("the step from t = {:g} s to {:g} s", self.time, time).c_str());
        self.time = time;
        self.solution = view(self.y.get());
    }
    return self.solution;
}

}  // namespace fluxhop
